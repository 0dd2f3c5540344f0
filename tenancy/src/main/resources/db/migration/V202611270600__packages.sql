-- What a district has switched on of the contract's packages. A district that has said nothing has all of them.

create type package as enum (
    'ACTIVITIES', 'EVALUATIONS', 'FIGURES', 'FILES', 'MERCHANTS', 'POINTS', 'UNITS', 'WEBHOOKS');

-- Reference table: the registry tells of every district what it has, before anybody has entered one.
create table district_settings (
    district_id uuid not null,
    packages    package[] not null default enum_range(null::package),
    version     int not null default 1,
    constraint district_settings_pk primary key (district_id),
    constraint district_settings_in_district foreign key (district_id) references district (id)
);
grant select on district_settings to linli_app;

create function packages_of(district uuid) returns package[]
    language sql stable as $$
    select coalesce((select s.packages from district_settings s where s.district_id = $1), enum_range(null::package))
$$;

-- Written by whoever has entered the district, and has seen the version that there is, or, with none, that there is none; else no row is
-- touched.
create function set_packages(district uuid, chosen package[], expected int) returns table (id uuid, version int)
    language sql security definer set search_path = public as $$
    insert into district_settings as s (district_id, packages)
    select $1, $2
     where $1 = current_setting('linli.district')::uuid
       and ($3 is null or exists (select from district_settings o where o.district_id = $1))
    on conflict (district_id) do update set packages = excluded.packages, version = s.version + 1
     where s.version = $3
    returning s.district_id, s.version
$$;
revoke execute on function set_packages(uuid, package[], int) from public;
grant execute on function set_packages(uuid, package[], int) to linli_app;
