-- What operators did to a district is told by its deletion once the district is gone: a line about a record that is not there any more is shown to nobody.

-- Of those that are gone already, as far as the lines themselves tell whose they are.
update event e set subject_type = 'Deletion', subject_id = x.id
  from deletion x
 where x.ended_at is not null and e.district_id = '00000000-0000-7000-8000-000000000000'
   and (e.subject_id = x.district_id
        or e.subject_type = 'Archive' and e.subject_id in (select a.subject_id from event a
                                                            where a.subject_type = 'Archive' and a.payload ->> 'district_id' = x.district_id::text));

-- Takes the district out of the registry and keeps the proof, if no row of it is left in any table. How it once came, with whom, is forgotten on the
-- platform as well: what leads there names it as its target, and what led to that, as its application, names that. Of what operators did to all of it, it
-- stays with the deletion who did what and when, and not why.
create or replace function end_deletion(district uuid, proof text) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked    uuid := erasable(district);
    platform constant uuid := '00000000-0000-7000-8000-000000000000';
    about    uuid[] := array[district];
    relation regclass;
    way      record;
    left_over boolean;
    those    uuid[];
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
            execute format('with gone as (delete from %s t where t.%I in (select o.id from %s o where o.target_id = $1) returning t.id)
                            select array_agg(g.id) from gone g', relation, way.key, way.relation)
                into those using district;
            about := about || those;
            perform forget_planned(relation);
        end loop;
        execute format('with gone as (delete from %s t where t.target_id = $1 returning t.id) select array_agg(g.id) from gone g', way.relation)
            into those using district;
        about := about || those;
        perform forget_planned(way.relation);
    end loop;
    -- Archives went with the district's rows.
    about := about || array(select e.subject_id from event e
                             where e.district_id = platform and e.subject_type = 'Archive' and e.payload ->> 'district_id' = district::text);
    update event e set subject_type = 'Deletion', subject_id = asked where e.district_id = platform and e.subject_id = any(about);
    update event e set reason = null
     where e.district_id = platform and e.reason is not null
       and e.subject_id in (select x.id from deletion x where x.district_id = end_deletion.district);
    perform pg_clear_attribute_stats('public', 'event', 'reason', false);
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
