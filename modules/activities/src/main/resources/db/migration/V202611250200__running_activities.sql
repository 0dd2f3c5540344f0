-- What running an activity needs: why it was called off, the proof of attendance, the report.

alter table activity add cancel_reason text;
alter table activity add constraint activity_cancel_reason_length check (char_length(cancel_reason) between 1 and 500);
alter table activity add constraint activity_cancel_reason_of_cancelled check (cancel_reason is null or status = 'CANCELLED');

-- SHA-256 of the code that was shown last, in hexadecimal.
alter table enrolment add check_in_hash text;
alter table enrolment add check_in_until timestamptz;
alter table enrolment add constraint enrolment_check_in_whole check (num_nonnulls(check_in_hash, check_in_until) in (0, 2));
create index enrolment_by_check_in on enrolment (district_id, activity_id, check_in_hash);

-- The report on an activity, under the activity's own id.
create table activity_report (
    district_id uuid not null,
    id          uuid not null,
    text        text not null,
    attended    int not null,
    no_shows    int not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint activity_report_pk primary key (district_id, id),
    constraint activity_report_text_length check (char_length(text) between 1 and 4000),
    constraint activity_report_counts check (attended >= 0 and no_shows >= 0)
);

alter table activity_report add constraint activity_report_activity_fk
    foreign key (district_id, id) references activity (district_id, id);

select protect('activity_report');
