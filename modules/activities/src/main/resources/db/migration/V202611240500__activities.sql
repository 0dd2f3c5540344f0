-- Activities with enrolments (DOMAIN.md S05) and night-school courses (S10).

create type activity_kind as enum
    ('COMMUNITY', 'SELF_GOVERNANCE', 'PAIRED_UNIT', 'NIGHT_SCHOOL', 'TRAINING', 'LECTURE', 'CAMPAIGN');
create type audience as enum ('EVERYBODY', 'ELDER', 'YOUTH', 'JOB_SEEKER', 'CHILD', 'FAMILY');
create type activity_status as enum
    ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED', 'PUBLISHED', 'ENROLLING', 'RUNNING', 'ENDED', 'REPORTED', 'ARCHIVED',
     'CANCELLED');

-- The territory is the one at the time of the activity, each level in a column of its own: an activity of a grid names its
-- community and street too (the street only where it is known), one of the whole district names none.
create table activity (
    district_id   uuid not null,
    id            uuid not null default uuidv7(),
    kind          activity_kind not null,
    title         text collate pinyin not null,
    summary       text,
    street_id     uuid,
    community_id  uuid,
    grid_id       uuid,
    host          text not null,
    venue         text not null,
    starts_at     timestamptz not null,
    ends_at       timestamptz not null,
    enrol_until   timestamptz,
    capacity      int,
    waitlist      int not null default 0,
    audience      audience not null default 'EVERYBODY',
    points_reward int not null default 0,
    status        activity_status not null default 'DRAFT',
    published_at  timestamptz,
    created_at    timestamptz not null default now(),
    version       int not null default 1,
    constraint activity_pk primary key (district_id, id),
    constraint activity_title_length check (char_length(title) between 1 and 120),
    constraint activity_summary_length check (char_length(summary) between 1 and 4000),
    constraint activity_host_length check (char_length(host) between 1 and 120),
    constraint activity_venue_length check (char_length(venue) between 1 and 120),
    constraint activity_grid_in_community check (grid_id is null or community_id is not null),
    constraint activity_half_open check (ends_at > starts_at),
    constraint activity_enrol_in_time check (enrol_until <= ends_at),
    constraint activity_capacity_range check (capacity > 0),
    constraint activity_waitlist_range check (waitlist >= 0 and (waitlist = 0 or capacity is not null)),
    constraint activity_points_range check (points_reward between 0 and 10000),
    constraint activity_published check (case
        when status in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED') then published_at is null
        when status = 'CANCELLED' then true
        else published_at is not null end)
);
create index activity_by_start on activity (district_id, starts_at, id);
create index activity_by_title on activity (district_id, title, id);
create index activity_by_street on activity (district_id, street_id, starts_at, id);
create index activity_by_community on activity (district_id, community_id, starts_at, id);
create index activity_by_grid on activity (district_id, grid_id, starts_at, id);

create type enrolment_status as enum ('CONFIRMED', 'WAITLISTED', 'CANCELLED', 'ATTENDED', 'NO_SHOW');

create table enrolment (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    activity_id uuid not null,
    resident_id uuid not null,
    status      enrolment_status not null,
    enrolled_at timestamptz not null default now(),
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint enrolment_pk primary key (district_id, id),
    constraint enrolment_unique unique (district_id, activity_id, resident_id),
    -- What names an enrolment together with its activity refers to this.
    constraint enrolment_of_activity unique (district_id, activity_id, id)
);
create index enrolment_by_status on enrolment (district_id, activity_id, status);
create index enrolment_by_resident on enrolment (district_id, resident_id, enrolled_at, id);

create type course_field as enum ('ART', 'MUSIC_DANCE', 'LIFE_SKILLS', 'GENERAL');
create type course_pricing as enum ('FREE', 'MARKET_AND_POINTS');
create type course_host as enum ('LEAGUE', 'STREET');
create type course_status as enum
    ('PLANNED', 'ENROLLING', 'CONFIRMED', 'RUNNING', 'COMPLETED', 'EVALUATED', 'CANCELLED');

create table course (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    community_id uuid not null,
    title        text collate pinyin not null,
    summary      text,
    field        course_field not null,
    host         course_host not null,
    pricing      course_pricing not null,
    audience     audience not null,
    starts_at    time not null default '18:00',
    ends_at      time not null default '22:00',
    hours_reason text,
    capacity     int,
    status       course_status not null default 'PLANNED',
    published_at timestamptz,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint course_pk primary key (district_id, id),
    constraint course_title_unique unique (district_id, community_id, title),
    constraint course_title_length check (char_length(title) between 1 and 120),
    constraint course_summary_length check (char_length(summary) between 1 and 4000),
    constraint course_half_open check (ends_at > starts_at),
    constraint course_evening_or_reason check (starts_at >= '18:00' and ends_at <= '22:00' or hours_reason is not null),
    constraint course_hours_reason_length check (char_length(hours_reason) between 1 and 200),
    constraint course_capacity_range check (capacity > 0),
    constraint course_published check (case
        when status = 'PLANNED' then published_at is null
        when status = 'CANCELLED' then true
        else published_at is not null end)
);
create index course_by_title on course (district_id, title, id);

alter table activity add constraint activity_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table activity add constraint activity_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table activity add constraint activity_grid_fk
    foreign key (district_id, community_id, grid_id) references grid (district_id, community_id, id);
alter table enrolment add constraint enrolment_activity_fk
    foreign key (district_id, activity_id) references activity (district_id, id);
alter table enrolment add constraint enrolment_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table course add constraint course_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table evaluation add constraint evaluation_activity_fk
    foreign key (district_id, activity_id) references activity (district_id, id);
alter table evaluation add constraint evaluation_enrolment_fk
    foreign key (district_id, activity_id, enrolment_id) references enrolment (district_id, activity_id, id);

select protect('activity');
select protect('enrolment');
select protect('course');
