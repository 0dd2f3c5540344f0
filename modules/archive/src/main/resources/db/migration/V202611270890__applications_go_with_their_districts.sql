-- Who applied for a district is forgotten with it.

-- Takes the district out of the registry and keeps the proof, if no row of it is left in any table. How it once came, with whom, is forgotten on the
-- platform as well: what leads there names it as its target, and what led to that, as its application, names that.
create or replace function end_deletion(district uuid, proof text) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked    uuid := erasable(district);
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
    values ('00000000-0000-7000-8000-000000000000', 'tell-deletion', json_build_object('deletion', asked));
end
$$;
