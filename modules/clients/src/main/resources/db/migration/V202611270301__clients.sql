-- Clients that districts register: frontends of residents, and other systems.

create type client_kind as enum ('FRONTEND', 'INTEGRATION');
create type client_status as enum ('REGISTERING', 'READY', 'CHANGING', 'WITHDRAWN');
create type client_problem as enum ('UNREACHABLE', 'REFUSED');
create type client_address_rule as enum
    ('HOW_MANY', 'WELL_FORMED', 'HTTPS', 'NO_CREDENTIALS', 'NO_FRAGMENT', 'NO_WILDCARD', 'ORIGIN_ALONE', 'FRONTENDS_ONLY');

-- Reference table: what a client is, wherever it is granted. A vendor's is granted by several districts, which see it as its own one keeps it.
create table client_registration (
    id                 uuid not null,
    -- Whose it is.
    home_id            uuid not null,
    -- As Keycloak knows it.
    azp                text not null,
    kind               client_kind not null,
    name               text not null,
    redirect_addresses text[] not null default '{}',
    origins            text[] not null default '{}',
    vendor             boolean not null,
    -- As whom an integration acts.
    account            uuid,
    -- Since when tokens are issued to it.
    registered_at      timestamptz,
    -- Since when no district grants it any more.
    closed_at          timestamptz,
    constraint client_registration_pk primary key (id),
    constraint client_registration_azp_unique unique (azp),
    constraint client_registration_name_length check (char_length(name) between 1 and 100),
    constraint client_registration_addresses check (kind = 'FRONTEND' or redirect_addresses = '{}' and origins = '{}')
);
create index client_registration_open on client_registration (id) where registered_at is not null and closed_at is null;
grant select, insert, update on client_registration to linli_app;

create table client (
    district_id         uuid not null,
    id                  uuid not null,
    registration_id     uuid not null,
    status              client_status not null default 'REGISTERING',
    -- Why it is not done yet what was asked for.
    problem             client_problem,
    requests_per_minute int,
    -- Sealed, and only where it is at home: with what it is changed in Keycloak, and a secret that is not there yet.
    registration_token  text,
    secret              text,
    created_at          timestamptz not null,
    version             int not null default 1,
    constraint client_pk primary key (district_id, id),
    constraint client_once_in_district unique (district_id, registration_id),
    constraint client_requests_above_zero check (requests_per_minute > 0)
);
alter table client_registration
    add constraint client_registration_at_home foreign key (home_id) references district (id) on delete cascade;
alter table client
    add constraint client_of_registration foreign key (registration_id) references client_registration (id) on delete cascade;
select protect('client');
