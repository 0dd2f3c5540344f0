-- Who works for a district, and in which roles. What this register says counts; the directory of accounts follows, so that tokens can carry it.

create type staff_role as enum (
    'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DEPARTMENT_OFFICER', 'DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR');
create type staff_status as enum ('INVITED', 'CONNECTED', 'FAILED');
create type staff_failure as enum ('ADDRESS_NEEDED', 'ADDRESS_DIFFERS', 'ADDRESS_UNVERIFIED', 'ELSEWHERE', 'ALREADY_STAFF', 'OWN_ACCOUNT', 'REFUSED');
create type role_grant_status as enum ('PROPOSED', 'GIVEN', 'DECLINED', 'WITHDRAWN');
create type staff_drift_kind as enum ('MISSING', 'UNREGISTERED', 'LINGERING');
create type staff_drift_status as enum ('REPORTED', 'REPAIRED', 'OVER');

create table staff_member (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    -- Null until the account is there.
    subject     uuid,
    name        text collate pinyin not null,
    username    text,
    email       text,
    status      staff_status not null default 'INVITED',
    failure     staff_failure,
    -- When the letter went out with which a new account gets its password.
    mailed_at   timestamptz,
    -- Null where the directory had the account before anybody asked for it here.
    invited_by  uuid,
    created_at  timestamptz not null default now(),
    constraint staff_member_pk primary key (district_id, id),
    constraint staff_member_account unique (district_id, subject),
    constraint staff_member_name_length check (char_length(name) between 1 and 60),
    constraint staff_member_is_named check (subject is not null or username is not null or email is not null),
    constraint staff_member_connected check ((status = 'CONNECTED') = (subject is not null)),
    constraint staff_member_failed check ((status = 'FAILED') = (failure is not null))
);
create index staff_member_by_name on staff_member (district_id, name);
create unique index staff_member_by_username on staff_member (district_id, username) where status <> 'FAILED';
create unique index staff_member_by_email on staff_member (district_id, email) where status <> 'FAILED';

create table role_grant (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    member_id    uuid not null,
    role         staff_role not null,
    status       role_grant_status not null,
    -- Null where the directory had it before there was this register.
    proposed_by  uuid,
    confirmed_by uuid,
    -- Since when the directory of accounts has followed; null until it has.
    settled_at   timestamptz,
    created_at   timestamptz not null default now(),
    constraint role_grant_pk primary key (district_id, id),
    constraint role_grant_has_two_persons check (confirmed_by <> proposed_by)
);
create unique index role_grant_once on role_grant (district_id, member_id, role) where status in ('PROPOSED', 'GIVEN');
create index role_grant_by_member on role_grant (district_id, member_id, role);
create index role_grant_by_role on role_grant (district_id, role) where status in ('PROPOSED', 'GIVEN');

-- Where register and directory were found to differ.
create table staff_drift (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    member_id   uuid not null,
    role        staff_role not null,
    kind        staff_drift_kind not null,
    status      staff_drift_status not null,
    found_at    timestamptz not null default now(),
    ended_at    timestamptz,
    constraint staff_drift_pk primary key (district_id, id),
    constraint staff_drift_ended check ((status = 'REPORTED') = (ended_at is null))
);
create unique index staff_drift_once on staff_drift (district_id, member_id, role, kind) where ended_at is null;
create index staff_drift_by_member on staff_drift (district_id, member_id);

-- Since when a district's register is kept: what the directory had by then was taken over, what it has beside is drift.
create table staff_register (
    district_id uuid not null,
    kept_since  timestamptz not null default now(),
    constraint staff_register_pk primary key (district_id)
);

alter table staff_member add constraint staff_member_in_district foreign key (district_id) references district (id);
alter table role_grant add constraint role_grant_of_member foreign key (district_id, member_id) references staff_member (district_id, id);
alter table staff_drift add constraint staff_drift_of_member foreign key (district_id, member_id) references staff_member (district_id, id);
alter table staff_register add constraint staff_register_of_district foreign key (district_id) references district (id);

select protect('staff_member');
select protect('role_grant');
select protect('staff_drift');
select protect('staff_register');

-- Whoever takes a role away, or ends sessions, says so where tokens are judged.
grant insert, update on revocation to linli_app;
