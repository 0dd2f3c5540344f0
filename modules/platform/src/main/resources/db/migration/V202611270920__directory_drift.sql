-- Where registry and directory of accounts were found to differ, and how far its changes were read: rows of the platform.

create type directory_drift_kind as enum (
    'ORGANIZATION_MISSING', 'ORGANIZATION_CLOSED', 'ORGANIZATION_OPEN', 'GROUPS_MISSING', 'MEMBERSHIP_ENDED', 'VENDOR_CLIENT_CHANGED', 'CLIENT_BLOCKED');
create type directory_drift_status as enum ('REPORTED', 'REPAIRED', 'OVER');

create table directory_drift (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    -- The district.
    target_id   uuid not null,
    kind        directory_drift_kind not null,
    status      directory_drift_status not null,
    found_at    timestamptz not null default now(),
    ended_at    timestamptz,
    constraint directory_drift_pk primary key (district_id, id),
    constraint directory_drift_ended check ((status = 'REPORTED') = (ended_at is null))
);
create unique index directory_drift_once on directory_drift (district_id, target_id, kind) where ended_at is null;

create table directory_watch (
    district_id uuid not null,
    -- By the directory's clock.
    seen_until  timestamptz not null,
    -- Of the last moments before, what was seen: what is written later than it is dated is not missed, and nothing is told twice.
    seen        text[] not null default '{}',
    constraint directory_watch_pk primary key (district_id)
);
select protect('directory_drift');
select protect('directory_watch');
