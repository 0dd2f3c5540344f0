-- Merchants of the alliance (DOMAIN.md S03, S12): who was visited, who signed, and what they offer for points.

create type merchant_category as enum
    ('DINING', 'FOOD', 'RETAIL', 'HOUSEHOLD', 'BEAUTY', 'EDUCATION', 'HEALTH', 'SPORT_AND_CULTURE', 'OTHER');
create type merchant_status as enum ('LEAD', 'VISITED', 'SIGNED', 'VERIFIED', 'ACTIVE', 'SUSPENDED', 'EXITED');

create table merchant (
    district_id     uuid not null,
    id              uuid not null default uuidv7(),
    code            text not null,
    name            text collate pinyin not null,
    category        merchant_category not null,
    address         text not null,
    contact_name    text not null,
    contact_phone   text not null,
    community_id    uuid not null,
    grid_id         uuid not null,
    status          merchant_status not null default 'LEAD',
    signed_on       date,
    -- Who signs in as this account answers for the merchant.
    contact_subject uuid,
    created_at      timestamptz not null default now(),
    version         int not null default 1,
    constraint merchant_pk primary key (district_id, id),
    constraint merchant_code_unique unique (district_id, code),
    constraint merchant_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint merchant_name_length check (char_length(name) between 1 and 60),
    constraint merchant_address_length check (char_length(address) between 1 and 120),
    constraint merchant_contact_name_length check (char_length(contact_name) between 1 and 60),
    constraint merchant_contact_phone_form check (contact_phone ~ '^1[0-9]{10}$'),
    constraint merchant_signed_or_not_yet check
        (case when status in ('LEAD', 'VISITED') then signed_on is null
              when status in ('SIGNED', 'VERIFIED', 'ACTIVE', 'SUSPENDED') then signed_on is not null
              else true end)
);
create index merchant_by_name on merchant (district_id, name, id);
create index merchant_by_category on merchant (district_id, category, name, id);
create index merchant_by_prefix on merchant (district_id, name collate "C", id);
create index merchant_by_community on merchant (district_id, community_id, name, id);
create index merchant_by_grid on merchant (district_id, grid_id, name, id);
create index merchant_by_contact on merchant (district_id, contact_subject);
create index merchant_signed on merchant (district_id, grid_id) where signed_on is not null;

create table merchant_visit (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    merchant_id  uuid not null,
    -- The grid at the time of the visit: a merchant that moves takes no old visit along.
    grid_id      uuid not null,
    visited_on   date not null,
    visitor_name text not null,
    notes        text,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint merchant_visit_pk primary key (district_id, id),
    constraint merchant_visit_visitor_name_length check (char_length(visitor_name) between 1 and 60),
    constraint merchant_visit_notes_length check (char_length(notes) between 1 and 2000)
);
create index merchant_visit_by_merchant on merchant_visit (district_id, merchant_id, visited_on, id);
create index merchant_visit_by_grid on merchant_visit (district_id, grid_id, merchant_id);
create index merchant_visit_by_day on merchant_visit (district_id, visited_on, id);

create type service_status as enum ('DRAFT', 'SUBMITTED', 'ONLINE', 'RETURNED', 'SOLD_OUT', 'PAUSED', 'OFFLINE');

create table merchant_service (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    merchant_id  uuid not null,
    title        text collate pinyin not null,
    description  text,
    points_price int not null,
    stock        int not null,
    valid_from   date not null,
    valid_to     date,
    status       service_status not null default 'DRAFT',
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint merchant_service_pk primary key (district_id, id),
    constraint merchant_service_title_length check (char_length(title) between 1 and 120),
    constraint merchant_service_description_length check (char_length(description) between 1 and 2000),
    constraint merchant_service_priced check (points_price between 1 and 1000000),
    constraint merchant_service_stocked check (stock between 0 and 1000000),
    constraint merchant_service_sold_out_is_empty check (status <> 'SOLD_OUT' or stock = 0),
    constraint merchant_service_online_has_stock check (status <> 'ONLINE' or stock > 0),
    constraint merchant_service_half_open check (valid_to > valid_from)
);
create index merchant_service_by_merchant on merchant_service (district_id, merchant_id, title, id);
create index merchant_service_by_title on merchant_service (district_id, title, id);
create index merchant_service_by_price on merchant_service (district_id, points_price, id);
create index merchant_service_offered on merchant_service (district_id, merchant_id)
    where status in ('ONLINE', 'SOLD_OUT');

alter table merchant add constraint merchant_grid_fk
    foreign key (district_id, community_id, grid_id) references grid (district_id, community_id, id);
alter table merchant_visit add constraint merchant_visit_merchant_fk
    foreign key (district_id, merchant_id) references merchant (district_id, id);
alter table merchant_visit add constraint merchant_visit_grid_fk
    foreign key (district_id, grid_id) references grid (district_id, id);
alter table merchant_service add constraint merchant_service_merchant_fk
    foreign key (district_id, merchant_id) references merchant (district_id, id);
alter table evaluation add constraint evaluation_merchant_fk
    foreign key (district_id, merchant_id) references merchant (district_id, id);

select protect('merchant');
select protect('merchant_visit');
select protect('merchant_service');
