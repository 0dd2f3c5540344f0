-- Districts on their way in, rows of the platform.

create type onboarding_status as enum ('REQUESTED', 'REGISTERED', 'ORGANIZED', 'GROUPED', 'STAFFED', 'READY', 'CANCELLED');
create type district_problem as enum
    ('CODE_MALFORMED', 'CODE_TAKEN', 'NAME_TAKEN', 'TIME_ZONE_UNKNOWN', 'USERNAME_MALFORMED', 'EMAIL_MALFORMED');
create type onboarding_obstacle as enum ('DIRECTORY_UNREACHABLE', 'ACCOUNT_TAKEN', 'UNEXPECTED');

create table onboarding (
    district_id      uuid not null,
    id               uuid not null,
    -- The id that the new district has.
    target_id        uuid not null,
    code             text not null,
    name             text not null,
    time_zone        text not null,
    sample           boolean not null,
    admin_username   text not null,
    admin_email      text not null,
    admin_name       text not null,
    status           onboarding_status not null default 'REQUESTED',
    kc_org_id        uuid,
    -- The district once it is registered; when that goes, so does what its administrator was called.
    registered_id    uuid,
    obstacle         onboarding_obstacle,
    -- The operator.
    requested_by     uuid not null,
    requested_at     timestamptz not null,
    ready_at         timestamptz,
    version          int not null default 1,
    constraint onboarding_pk primary key (district_id, id),
    constraint onboarding_target_unique unique (district_id, target_id),
    constraint onboarding_of_district foreign key (registered_id) references district (id) on delete cascade,
    constraint onboarding_code_form check (code ~ '^[0-9]{6}$')
);
-- One at a time for a code; of one that was cancelled only the trail is left.
create unique index onboarding_code_unique on onboarding (district_id, code) where status <> 'CANCELLED';
create unique index onboarding_name_unique on onboarding (district_id, name) where status <> 'CANCELLED';

select protect('onboarding');
