-- What the planner remembers of rows that are gone is forgotten everywhere: at home, in cells that a district has left, and of what only leads to it. And a
-- deletion says which account is going, so that each is counted once.

-- Counted already; whoever goes on after a server that died looks whether it is gone.
alter table deletion add column going uuid;
grant update (going) on deletion to linli_app;

-- Of an account that is gone it is not kept either that it was a member once.
create function forget_membership(account uuid) returns void
    language sql security definer set search_path = public as $$
    delete from membership m where m.subject = account and m.district_id is null
$$;
revoke execute on function forget_membership(uuid) from public;
grant execute on function forget_membership(uuid) to linli_app;

-- The planner remembers values that were frequent, and those between which others lie. Of a table that is empty it would not forget them by itself.
create function forget_planned(target regclass) returns void
    language plpgsql set search_path = public as $$
declare
    attr record;
begin
    for attr in
        select c.relname, a.attname, i.inherited
          from (select leaves(target) as relid union select target) t
          join pg_class c on c.oid = t.relid
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          cross join (values (false), (true)) i(inherited)
    loop
        perform pg_clear_attribute_stats('public', attr.relname, attr.attname, attr.inherited);
    end loop;
    execute format('analyze %s', target);
end
$$;
revoke execute on function forget_planned(regclass) from public;

create or replace function forget_values(district uuid, target regclass) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked uuid := erasable(district);
begin
    if not exists (select from deletion x where x.id = asked and x.erased ? target::text and target::text <> all (x.forgotten)) then
        return;
    end if;
    perform forget_planned(target);
    update deletion x set forgotten = x.forgotten || target::text where x.id = asked;
end
$$;

create or replace function drop_rows(district uuid, target regclass) returns bigint
    language plpgsql security definer set search_path = public as $$
declare
    gone bigint;
begin
    perform void_here(district);
    execute format('delete from %s t where t.%I = $1', target, whose(target)) using district;
    get diagnostics gone = row_count;
    if gone > 0 then
        perform forget_planned(target);
    end if;
    return gone;
end
$$;

-- Takes the district out of the registry and keeps the proof, if no row of it is left in any table. How it once came, with whom, is forgotten on the
-- platform as well: what leads there names it as its target, and what led to that, as its application, names that. Of what operators did to it, it stays
-- who did what and when, and not why.
create or replace function end_deletion(district uuid, proof text) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked    uuid := erasable(district);
    platform constant uuid := '00000000-0000-7000-8000-000000000000';
    relation regclass;
    way      record;
    left_over boolean;
begin
    for way in
        select a.attrelid::regclass as relation, c.relname || '_id' as key
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
         where c.relnamespace = 'public'::regnamespace and a.attname = 'target_id' and a.atttypid = 'uuid'::regtype
    loop
        for relation in
            select a.attrelid::regclass
              from pg_attribute a
              join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
             where c.relnamespace = 'public'::regnamespace and a.attname = way.key and a.atttypid = 'uuid'::regtype
        loop
            execute format('delete from %s t where t.%I in (select o.id from %s o where o.target_id = $1)', relation, way.key, way.relation)
                using district;
            perform forget_planned(relation);
        end loop;
        execute format('delete from %s t where t.target_id = $1', way.relation) using district;
        perform forget_planned(way.relation);
    end loop;
    update event e set reason = null
     where e.district_id = platform and e.reason is not null
       and (e.subject_id = district or e.subject_id in (select x.id from deletion x where x.district_id = end_deletion.district));
    perform pg_clear_attribute_stats('public', 'event', 'reason', false);
    perform forget_reasons(platform);
    for relation in
        select a.attrelid::regclass
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
         where c.relnamespace = 'public'::regnamespace and a.attname = 'district_id' and a.attrelid <> 'deletion'::regclass
    loop
        execute format('select exists (select from %s t where t.district_id = $1)', relation) into left_over using district;
        if left_over then
            raise exception 'there are rows of the district in %', relation;
        end if;
    end loop;
    delete from district d where d.id = end_deletion.district;
    -- With it went what refers to it and is no row of a district, as a client's registration.
    for relation in
        select k.conrelid::regclass
          from pg_constraint k
         where k.contype = 'f' and k.confrelid = 'district'::regclass
           and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'district_id')
    loop
        perform forget_planned(relation);
    end loop;
    update deletion x set ended_at = now(), certificate = proof where x.id = asked;
    insert into job (district_id, kind, payload)
    values (platform, 'tell-deletion', json_build_object('deletion', asked));
end
$$;
