-- Why operators did something is free text, and goes with what it was about.

-- Of applications that are erased. Whoever may take nothing out of the log does so by this; it tells how many there were.
create function forget_reasons(platform uuid) returns bigint
    language plpgsql security definer set search_path = public as $$
declare
    forgotten bigint;
begin
    update event e set reason = null
     where e.district_id = platform and e.subject_type = 'DistrictApplication' and e.reason is not null
       and not exists (select from district_application a where a.district_id = platform and a.id = e.subject_id);
    get diagnostics forgotten = row_count;
    if forgotten > 0 then
        -- The planner remembers what was frequent.
        perform pg_clear_attribute_stats('public', 'event', 'reason', false);
    end if;
    return forgotten;
end
$$;
revoke execute on function forget_reasons(uuid) from public;
grant execute on function forget_reasons(uuid) to linli_app;

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
        end loop;
        execute format('delete from %s t where t.target_id = $1', way.relation) using district;
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
    update deletion x set ended_at = now(), certificate = proof where x.id = asked;
    insert into job (district_id, kind, payload)
    values (platform, 'tell-deletion', json_build_object('deletion', asked));
end
$$;
