-- Districts as tenants, and what every table of a district is protected with.

grant usage on schema public to linli_app;
-- The server compares the history with its own migrations before it serves anybody.
grant select on flyway_schema_history to linli_app;

-- Chinese names in the order of their pinyin.
create collation pinyin (provider = icu, locale = 'zh-u-co-pinyin');

create type district_state as enum ('ACTIVE', 'SUSPENDED');

-- Reference table: the same for everybody, so it has no policy.
create table district (
    id          uuid not null default uuidv7(),
    code        text not null,
    name        text collate pinyin not null,
    state       district_state not null default 'ACTIVE',
    -- The organization in Keycloak whose members a token speaks for.
    kc_org_id   uuid not null,
    time_zone   text not null default 'Asia/Shanghai',
    -- Invented from end to end, unlike synthetic rows in a real district.
    sample      boolean not null default false,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint district_pk primary key (id),
    constraint district_code_unique unique (code),
    constraint district_organization_unique unique (kc_org_id),
    constraint district_code_form check (code ~ '^[0-9]{6}$'),
    constraint district_name_length check (char_length(name) between 1 and 60),
    -- The nil district is where callers without a district read: it stays empty.
    constraint district_is_not_nil check (id <> '00000000-0000-0000-0000-000000000000')
);
grant select on district to linli_app;

-- Reference table: tokens of the account issued at or before that second are refused; in all districts where none is named.
create table revocation (
    subject     uuid not null,
    district_id uuid,
    before      timestamptz not null default now(),
    constraint revocation_unique unique nulls not distinct (subject, district_id),
    constraint revocation_in_district foreign key (district_id) references district (id)
);
create index revocation_by_time on revocation (before);
grant select on revocation to linli_app;

-- Binds the rest of the transaction to a district, and only that: the setting is transaction-local, so that a pooled
-- connection cannot carry it to the next request. Plain SQL, so that it is inlined; without a district nothing is entered.
create function enter_district(district uuid) returns boolean
    language sql
    return district is not null and set_config('linli.district', district::text, true) is not null;

-- Stops a statement that found no value for a field that promised one. Stable, since a volatile function would keep
-- PostgreSQL from merging the selections around it.
create function missing_value() returns text
    language plpgsql stable as $$
begin
    raise exception 'a non-null field has no value' using errcode = 'LN001';
end
$$;

-- Every table of a district goes through this once, after its foreign keys: the one policy, and the rights of the server.
-- The policy is strict: without a district it is an error, never all rows and never silently none. The sub-select makes it
-- a value computed once per table reference.
create function protect(target regclass) returns void
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy one_district on %s for all using (district_id = (select current_setting(''linli.district'')::uuid))',
        target);
    execute format('grant select, insert, update, delete on %s to linli_app', target);
end
$$;
revoke execute on function protect(regclass) from public;
