-- Webhooks: what each asks for, how far it is, and what became of its deliveries.

create type webhook_status as enum ('ACTIVE', 'PAUSED');
create type webhook_pause_reason as enum
    ('ASKED_FOR', 'RECEIVER_GONE', 'RECEIVER_FAILING', 'RIGHT_LOST', 'DISTRICT_SUSPENDED', 'PAYLOAD_REFUSED', 'CURSOR_EXPIRED');
create type webhook_address_rule as enum ('WELL_FORMED', 'HTTPS', 'NO_CREDENTIALS', 'RESOLVED', 'PUBLIC');
create type delivery_status as enum ('WAITING', 'DELIVERED', 'DEAD');
create type delivery_failure as enum
    ('STATUS', 'REDIRECT', 'TIMEOUT', 'CONNECTION', 'TLS', 'UNRESOLVED', 'ADDRESS_REFUSED', 'NOT_VISIBLE');

create table webhook (
    district_id      uuid not null,
    id               uuid not null,
    name             text not null,
    address          text not null,
    -- A subscription, and its variables as a JSON object.
    payload          text not null,
    variables        text not null,
    -- As whom it runs. What was revoked since then is no longer its right.
    subject          uuid not null,
    client           text,
    granted_at       timestamptz not null,
    status           webhook_status not null default 'ACTIVE',
    pause_reason     webhook_pause_reason,
    -- Up to where the log was read for it; what it told before, without a number then, is not told.
    position         bigint not null,
    known            uuid[] not null default '{}',
    -- What is told once more.
    replay_after     bigint,
    replay_up_to     bigint,
    -- Sealed.
    secret           text not null,
    old_secret       text,
    old_secret_until timestamptz,
    failures         int not null default 0,
    failing_since    timestamptz,
    last_success_at  timestamptz,
    created_at       timestamptz not null,
    version          int not null default 1,
    constraint webhook_pk primary key (district_id, id),
    constraint webhook_name_length check (char_length(name) between 1 and 100),
    constraint webhook_paused_for_a_reason check ((status = 'PAUSED') = (pause_reason is not null)),
    constraint webhook_replay_has_two_ends check ((replay_after is null) = (replay_up_to is null))
);
create index webhook_by_subject on webhook (district_id, subject);

-- Reference table: which webhooks have something to do; nodes look for it without knowing in which district there is some. Ids and figures.
create table webhook_due (
    district_id  uuid not null,
    webhook_id   uuid not null,
    active       boolean not null default true,
    -- What comes behind it in the log is news to the webhook; null while so much waits that no more is read.
    position     bigint,
    -- When the next attempt is due; infinity where none is.
    due_at       timestamptz not null,
    waiting      int not null default 0,
    -- Until when it is one node's, and how often one took it: a node that died is waited for until then.
    leased_until timestamptz,
    lease        int not null default 0,
    constraint webhook_due_pk primary key (district_id, webhook_id)
);

create table webhook_delivery (
    district_id uuid not null,
    id          uuid not null,
    webhook_id  uuid not null,
    -- Null of a test.
    event_id    uuid,
    position    bigint,
    update_type text,
    -- What happens to one record is told in order.
    entity_id   uuid not null,
    status      delivery_status not null default 'WAITING',
    attempts    int not null default 0,
    -- Null once nothing more is tried.
    next_at     timestamptz,
    -- Of the last attempt.
    at          timestamptz,
    last_status int,
    failure     delivery_failure,
    duration_ms int,
    created_at  timestamptz not null,
    constraint webhook_delivery_pk primary key (district_id, id),
    constraint webhook_delivery_once unique (district_id, webhook_id, event_id),
    constraint webhook_delivery_waits check ((status = 'WAITING') = (next_at is not null)),
    constraint webhook_delivery_of_webhook foreign key (district_id, webhook_id) references webhook (district_id, id)
);
create index webhook_delivery_waiting on webhook_delivery (district_id, webhook_id, entity_id, position) where status = 'WAITING';
create index webhook_delivery_by_time on webhook_delivery (district_id, created_at);

select protect('webhook');
select protect('webhook_delivery');
grant select, insert, update on webhook_due to linli_app;
