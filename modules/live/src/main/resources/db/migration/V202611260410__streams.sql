-- Who follows the feed, as the nodes tell now and then.

create type stream_transport as enum ('WEBSOCKET', 'SSE');

create table stream (
    district_id uuid not null,
    id          uuid not null,
    -- The number of the node's session that has it: with that session its streams are gone.
    node        int not null,
    -- Null for guests.
    subject     uuid,
    client      text,
    transport   stream_transport not null,
    opened_at   timestamptz not null,
    -- Up to where, and how much, it was told when it was last looked at.
    position    bigint not null,
    told        int not null,
    per_minute  float8 not null,
    seen_at     timestamptz not null,
    constraint stream_pk primary key (district_id, id)
);

select protect('stream');
