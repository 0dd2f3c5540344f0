-- Districts come and go while the server runs, at the bidding of operators.

alter table district
    alter column kc_org_id drop not null,
    -- The platform itself is a district of nobody, so that what its operators do has a log like everything else.
    add constraint district_has_organization check (kc_org_id is not null or state = 'OPENING' or code = '000000');

grant insert, update on district to linli_app;

-- The server changes the registry only where it has entered the platform, so in no transaction of a district.
create function only_on_the_platform() returns trigger
    language plpgsql as $$
begin
    if current_user = 'linli_app'
       and current_setting('linli.district') is distinct from '00000000-0000-7000-8000-000000000000' then
        raise exception 'the registry is changed on the platform only' using errcode = 'insufficient_privilege';
    end if;
    return null;
end
$$;
create trigger district_only_on_the_platform before insert or update or delete on district
    for each statement execute function only_on_the_platform();

-- A district that was never in use goes without a trace, table by table, those first that nothing refers to; the server may delete no other.
create function forget_unopened(unopened uuid) returns void
    language plpgsql security definer set search_path = public as $$
declare
    target regclass;
    left_over int := 1;
begin
    if not exists (select from district d where d.id = unopened and d.state = 'OPENING') then
        return;
    end if;
    while left_over > 0 loop
        left_over := 0;
        for target in select a.attrelid::regclass
                        from pg_attribute a
                        join pg_class c on c.oid = a.attrelid
                       where a.attname = 'district_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
                         and c.relnamespace = 'public'::regnamespace loop
            begin
                execute format('delete from %s where district_id = $1', target) using unopened;
            exception when foreign_key_violation then
                left_over := left_over + 1;
            end;
        end loop;
    end loop;
    delete from district d where d.id = unopened;
end
$$;
revoke execute on function forget_unopened(uuid) from public;
grant execute on function forget_unopened(uuid) to linli_app;
