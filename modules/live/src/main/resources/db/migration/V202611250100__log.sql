-- What happened, and which requests were already answered.

-- The log: only ever added to. It is the history of every record, and what the live feed will be read from.
create table event (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    name         text not null,
    -- The record it happened to: its type in the contract, and its id.
    subject_type text not null,
    subject_id   uuid not null,
    from_state   text,
    to_state     text,
    reason       text,
    -- Null where nobody may learn who it was, or where the platform itself acted.
    actor        uuid,
    actor_roles  text[] not null default '{}',
    client       text,
    -- Ids and figures, no personal data.
    payload      json not null,
    at           timestamptz not null default clock_timestamp(),
    constraint event_pk primary key (district_id, id),
    constraint event_reason_length check (char_length(reason) between 1 and 2000)
);
create index event_by_subject on event (district_id, subject_id, at, id);
create index event_by_time on event (district_id, at, id);

-- Outcomes of requests that named a key, for 24 hours.
create table idempotency (
    district_id uuid not null,
    subject     uuid not null,
    client      text not null,
    key         text not null,
    -- The response key: a document may hold several mutations.
    path        text not null,
    -- A keyed hash of what was asked, in hexadecimal.
    body        text not null,
    -- Null only inside the transaction that claims the key.
    outcome     text,
    created_at  timestamptz not null default now(),
    constraint idempotency_pk primary key (district_id, subject, client, key, path)
);
create index idempotency_by_time on idempotency (district_id, created_at);

select protect('event');
select protect('idempotency');
revoke update, delete on event from linli_app;
