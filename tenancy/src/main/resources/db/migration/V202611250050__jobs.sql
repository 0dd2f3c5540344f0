-- What outlives a request: written in the transaction of whoever wants it, worked off by any node, until it is done.

-- Reference table: nodes look for work without knowing in which district there is some. Ids and figures, no personal data.
create table job (
    id           uuid not null default uuidv7(),
    district_id  uuid not null,
    kind         text not null,
    payload      json not null default '{}',
    -- How often it was begun. Whoever begins it again takes it from whoever had it before.
    attempt      int not null default 0,
    next_at      timestamptz not null default now(),
    -- Until when it is one node's; a node that died is waited for until then.
    leased_until timestamptz,
    done_at      timestamptz,
    last_error   text,
    created_at   timestamptz not null default now(),
    constraint job_pk primary key (id),
    constraint job_in_district foreign key (district_id) references district (id)
);
create index job_due on job (next_at) where done_at is null;
-- Of what is done again and again there is one row a district.
create unique index job_recurring on job (district_id, kind) where done_at is null and kind like '%-daily';

grant select, insert, update on job to linli_app;
