-- Points (DOMAIN.md S11): a ledger by double entry, in which the database itself holds that nothing appears or vanishes.

-- In the order in which a transaction locks accounts: those that many of them share come first.
create type points_account_kind as enum ('ISSUE', 'EXPIRY', 'RESIDENT', 'HOLD', 'MERCHANT', 'UNIT', 'HOUSEHOLD', 'ACTIVITY');

create table points_account (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    kind        points_account_kind not null,
    -- The resident, merchant, unit or activity it belongs to, by its kind a row of another table; the district for its own two.
    owner_id    uuid not null,
    balance     bigint not null default 0,
    entry_count int not null default 0,
    moved_at    timestamptz,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint points_account_pk primary key (district_id, id),
    constraint points_account_one_per_owner unique (district_id, owner_id, kind),
    constraint points_account_covered check (kind = 'ISSUE' or balance >= 0),
    constraint points_account_of_district check ((kind in ('ISSUE', 'EXPIRY')) = (owner_id = district_id))
);
create index points_account_by_balance on points_account (district_id, balance, id);

create type points_posting_kind as enum ('GRANT', 'REWARD', 'REDEMPTION', 'EXPIRY');
create type points_posting_status as enum ('HELD', 'POSTED', 'REVERSED');

create table points_posting (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    kind        points_posting_kind not null,
    status      points_posting_status not null,
    -- Whom it gives to or takes from; the other side follows from the kind.
    account_id  uuid not null,
    amount      int not null,
    -- The record it follows from, by the name of its type in the contract.
    reason_type text,
    reason_id   uuid,
    reason      text,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint points_posting_pk primary key (district_id, id),
    constraint points_posting_moves check (amount > 0),
    constraint points_posting_reason_whole check ((reason_type is null) = (reason_id is null)),
    constraint points_posting_reason_form check (reason_type ~ '^[A-Z][A-Za-z]*$'),
    constraint points_posting_reason_length check (char_length(reason) between 1 and 500),
    constraint points_posting_has_reason check
        (case kind when 'GRANT' then reason is not null when 'EXPIRY' then true else reason_id is not null end),
    constraint points_posting_only_spending_waits check (status <> 'HELD' or kind = 'REDEMPTION'),
    constraint points_posting_expiry_is_final check (kind <> 'EXPIRY' or status = 'POSTED')
);
-- A record moves points of a kind once; again only when that was reversed.
create unique index points_posting_once on points_posting (district_id, reason_id, kind) where status <> 'REVERSED';
create index points_posting_by_account on points_posting (district_id, account_id, id);

create type points_lot_status as enum ('EARNED', 'SPENT', 'EXPIRED');

-- What a resident has earned at once, and what is left of it.
create table points_lot (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    account_id  uuid not null,
    posting_id  uuid not null,
    amount      int not null,
    remaining   int not null,
    -- The first day on which it can be spent no more.
    expires_on  date,
    status      points_lot_status not null default 'EARNED',
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint points_lot_pk primary key (district_id, id),
    constraint points_lot_one_per_posting unique (district_id, posting_id),
    constraint points_lot_left check (amount > 0 and remaining between 0 and amount),
    constraint points_lot_used_up check ((status = 'EARNED') = (remaining > 0)),
    constraint points_lot_expires check (status <> 'EXPIRED' or expires_on is not null)
);
create index points_lot_by_account on points_lot (district_id, account_id, expires_on, id);
create index points_lot_left_by_day on points_lot (district_id, expires_on, id) where remaining > 0;

-- One side of a movement. Each names its counter-entry, which must name it back with the opposite amount: so the two can only be
-- written by one statement, and every posting, every moment and the whole ledger sum up to nothing.
create table points_entry (
    district_id    uuid not null,
    id             uuid not null default uuidv7(),
    posting_id     uuid not null,
    account_id     uuid not null,
    number         int not null,
    amount         int not null,
    balance_after  bigint not null,
    lot_id         uuid,
    at             timestamptz not null,
    counter_id     uuid not null,
    counter_amount int not null,
    created_at     timestamptz not null default now(),
    version        int not null default 1,
    constraint points_entry_pk primary key (district_id, id),
    constraint points_entry_numbered unique (district_id, account_id, number),
    constraint points_entry_countered unique (district_id, id, posting_id, amount, counter_id),
    constraint points_entry_moves check (amount <> 0 and number > 0),
    constraint points_entry_opposite check (counter_amount = -amount)
);
create index points_entry_by_time on points_entry (district_id, account_id, at, number);
create index points_entry_by_posting on points_entry (district_id, posting_id, number);
create index points_entry_by_lot on points_entry (district_id, lot_id);

alter table points_posting add constraint points_posting_account_fk
    foreign key (district_id, account_id) references points_account (district_id, id);
alter table points_lot add constraint points_lot_account_fk
    foreign key (district_id, account_id) references points_account (district_id, id);
alter table points_lot add constraint points_lot_posting_fk
    foreign key (district_id, posting_id) references points_posting (district_id, id);
alter table points_entry add constraint points_entry_account_fk
    foreign key (district_id, account_id) references points_account (district_id, id);
alter table points_entry add constraint points_entry_posting_fk
    foreign key (district_id, posting_id) references points_posting (district_id, id);
alter table points_entry add constraint points_entry_lot_fk
    foreign key (district_id, lot_id) references points_lot (district_id, id);
alter table points_entry add constraint points_entry_counter_fk
    foreign key (district_id, counter_id, posting_id, counter_amount, id)
    references points_entry (district_id, id, posting_id, amount, counter_id);

select protect('points_account');
select protect('points_posting');
select protect('points_lot');
select protect('points_entry');

-- What was entered stays: a mistake is reversed by further entries.
revoke update, delete on points_entry from linli_app;
revoke delete on points_account, points_posting, points_lot from linli_app;
