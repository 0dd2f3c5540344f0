-- Shifts of volunteer service, who serves in them, and what came of it (DOMAIN.md S18).

create type shift_mode as enum ('ONLINE', 'OFFLINE');

create table shift (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    project_id  uuid not null,
    starts_at   timestamptz not null,
    ends_at     timestamptz not null,
    place       text not null,
    mode        shift_mode not null,
    capacity    int not null,
    -- The volunteer who teaches in it, where it is one of a project that teaches.
    teacher_id  uuid,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint shift_pk primary key (district_id, id),
    constraint shift_half_open check (ends_at > starts_at),
    constraint shift_place_length check (char_length(place) between 1 and 120),
    constraint shift_capacity_range check (capacity between 1 and 10000)
);
create index shift_by_project on shift (district_id, project_id, starts_at, id);
create index shift_by_time on shift (district_id, starts_at, id);
create index shift_by_teacher on shift (district_id, teacher_id);

create type sign_up_status as enum ('SIGNED_UP', 'CHECKED_IN', 'CHECKED_OUT', 'HOURS_VERIFIED', 'REJECTED');

create table shift_sign_up (
    district_id    uuid not null,
    id             uuid not null default uuidv7(),
    shift_id       uuid not null,
    volunteer_id   uuid not null,
    status         sign_up_status not null default 'SIGNED_UP',
    signed_up_at   timestamptz not null default now(),
    checked_in_at  timestamptz,
    checked_out_at timestamptz,
    -- From check-in to check-out, as far as that lies in the shift.
    minutes        int,
    created_at     timestamptz not null default now(),
    version        int not null default 1,
    constraint shift_sign_up_pk primary key (district_id, id),
    constraint shift_sign_up_unique unique (district_id, shift_id, volunteer_id),
    constraint shift_sign_up_in_order check (checked_out_at >= checked_in_at),
    constraint shift_sign_up_minutes check (minutes >= 0),
    constraint shift_sign_up_whole check
        (num_nonnulls(checked_in_at, checked_out_at, minutes) = case status when 'SIGNED_UP' then 0 when 'CHECKED_IN' then 1 else 3 end)
);
create index shift_sign_up_by_volunteer on shift_sign_up (district_id, volunteer_id, id);

create table shift_outcome (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    shift_id     uuid not null,
    volunteer_id uuid not null,
    note         text not null,
    recorded_at  timestamptz not null default now(),
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint shift_outcome_pk primary key (district_id, id),
    constraint shift_outcome_note_length check (char_length(note) between 1 and 1000)
);
create index shift_outcome_by_shift on shift_outcome (district_id, shift_id, recorded_at, id);
create index shift_outcome_by_volunteer on shift_outcome (district_id, volunteer_id);

alter table shift add constraint shift_project_fk
    foreign key (district_id, project_id) references project (district_id, id);
alter table shift add constraint shift_teacher_fk
    foreign key (district_id, teacher_id) references volunteer (district_id, id);
alter table shift_sign_up add constraint shift_sign_up_shift_fk
    foreign key (district_id, shift_id) references shift (district_id, id);
alter table shift_sign_up add constraint shift_sign_up_volunteer_fk
    foreign key (district_id, volunteer_id) references volunteer (district_id, id);
alter table shift_outcome add constraint shift_outcome_shift_fk
    foreign key (district_id, shift_id) references shift (district_id, id);
alter table shift_outcome add constraint shift_outcome_volunteer_fk
    foreign key (district_id, volunteer_id) references volunteer (district_id, id);

select protect('shift');
select protect('shift_sign_up');
select protect('shift_outcome');
