-- Districts that leave: their archives, from when they may be erased, how far that is, and what proves it.

-- Reference table: an archive is asked for by an operator, who enters no district. It goes with its district.
create table archive (
    id           uuid not null default uuidv7(),
    district_id  uuid not null,
    requested_at timestamptz not null default now(),
    -- What was last written of it, while it is being written.
    part         text,
    -- SHA-256 of its manifest, how many rows and bytes it has; null until it is there.
    digest       text,
    row_count    bigint,
    bytes        bigint,
    -- SHA-256 of the zip, which is the end of its key in the storage.
    content      text,
    made_at      timestamptz,
    constraint archive_pk primary key (id),
    constraint archive_whole check (num_nonnulls(digest, row_count, bytes, content, made_at) in (0, 5))
);
create index archive_by_district on archive (district_id, id);

-- Reference table: it outlives the district, and tells nothing of anybody in it.
create table deletion (
    id           uuid not null default uuidv7(),
    district_id  uuid not null,
    code         text not null,
    name         text not null,
    requested_at timestamptz not null default now(),
    grace_days   int not null,
    withdrawn_at timestamptz,
    -- SHA-256 of the manifest of the last archive that was taken, if any.
    archive      text,
    -- How many accounts went with the organization in Keycloak, and files with the storage.
    accounts     int not null default 0,
    files        bigint,
    -- How many rows of each table, and of which of these tables the planner has forgotten the values.
    erased       jsonb not null default '{}',
    forgotten    text[] not null default '{}',
    ended_at     timestamptz,
    -- A JSON Web Signature.
    certificate  text,
    constraint deletion_pk primary key (id),
    constraint deletion_grace_range check (grace_days between 0 and 365),
    constraint deletion_ends_one_way check (num_nonnulls(withdrawn_at, ended_at) <= 1),
    constraint deletion_is_proven check ((ended_at is null) = (certificate is null))
);
create unique index deletion_pending on deletion (district_id) where withdrawn_at is null;

-- What the server says of a deletion; when it was asked for, and that it has ended, is not for it to say.
grant select, insert (district_id, code, name, grace_days), update (withdrawn_at, archive, accounts, files) on deletion to linli_app;
grant select, insert (id, district_id), update (part, digest, row_count, bytes, content, made_at) on archive to linli_app;

-- Stops what follows unless the district may be erased: somebody asked for it, its time of grace is over, and nobody uses it. Whatever the server is
-- made to say, no district but a sample goes within a day.
create function erasable(district uuid) returns uuid
    language plpgsql stable as $$
declare
    asked uuid;
begin
    select x.id into asked
      from deletion x
      join district d on d.id = x.district_id
     where x.district_id = erasable.district and x.withdrawn_at is null and d.state in ('SUSPENDED', 'LEAVING')
       and now() >= x.requested_at + make_interval(days => case when d.sample then x.grace_days else greatest(x.grace_days, 1) end);
    if asked is null then
        raise exception 'the district may not be erased now' using errcode = 'LN005';
    end if;
    return asked;
end
$$;

-- The parts of a table in which its rows lie.
create function leaves(target regclass) returns setof regclass
    language sql stable as $$
    select p.relid from pg_partition_tree(target) p where p.isleaf
    union all
    select target where not exists (select from pg_partition_tree(target))
$$;

-- Erases at most so many rows of the district, and tells how many. Of a table that refers to itself all of them: one may refer to another.
create function erase_rows(district uuid, target regclass, most int) returns bigint
    language plpgsql security definer set search_path = public as $$
declare
    asked uuid := erasable(district);
    whole boolean := exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = target and k.confrelid = target);
    gone  bigint := 0;
    these bigint;
    leaf  regclass;
begin
    if target = 'deletion'::regclass then
        raise exception 'what proves that a district is gone stays';
    end if;
    for leaf in select leaves(target) loop
        if whole then
            execute format('delete from %s t where t.district_id = $1', leaf) using district;
        else
            execute format('delete from %1$s t where t.ctid = any(array(select o.ctid from %1$s o where o.district_id = $1 limit $2))', leaf)
                using district, most;
        end if;
        get diagnostics these = row_count;
        gone := gone + these;
    end loop;
    if gone > 0 then
        update deletion x
           set erased = jsonb_set(x.erased, array[target::text], to_jsonb(coalesce((x.erased ->> target::text)::bigint, 0) + gone)),
               forgotten = array_remove(x.forgotten, target::text)
         where x.id = asked;
    end if;
    return gone;
end
$$;

-- The planner remembers values that were frequent; of those that are gone it is told to forget. Of a table that is empty it would not by itself.
create function forget_values(district uuid, target regclass) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked uuid := erasable(district);
    attr  record;
begin
    if not exists (select from deletion x where x.id = asked and x.erased ? target::text and target::text <> all (x.forgotten)) then
        return;
    end if;
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
    update deletion x set forgotten = x.forgotten || target::text where x.id = asked;
end
$$;

-- Of these accounts those that another district knows.
create function accounts_elsewhere(district uuid, accounts uuid[]) returns setof uuid
    language plpgsql security definer set search_path = public as $$
declare
    asked uuid := erasable(district);
    known record;
begin
    for known in
        select a.attrelid::regclass as relation, a.attname as account
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
          join pg_attribute of_district on of_district.attrelid = a.attrelid and of_district.attname = 'district_id'
         where c.relnamespace = 'public'::regnamespace and a.attname ~ 'subject$' and a.atttypid = 'uuid'::regtype
    loop
        return query execute format('select t.%1$I from %2$s t where t.%1$I = any($2) and t.district_id <> $1', known.account, known.relation)
            using district, accounts;
    end loop;
end
$$;

-- Takes the district out of the registry and keeps the proof, if no row of it is left in any table. How it once came, with whom, is forgotten on the
-- platform as well: what leads there names it as its target.
create function end_deletion(district uuid, proof text) returns void
    language plpgsql security definer set search_path = public as $$
declare
    asked    uuid := erasable(district);
    relation regclass;
    left_over boolean;
begin
    for relation in
        select a.attrelid::regclass
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
         where c.relnamespace = 'public'::regnamespace and a.attname = 'target_id' and a.atttypid = 'uuid'::regtype
    loop
        execute format('delete from %s t where t.target_id = $1', relation) using district;
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
end
$$;

revoke execute on function erase_rows(uuid, regclass, int), forget_values(uuid, regclass), accounts_elsewhere(uuid, uuid[]),
    end_deletion(uuid, text) from public;
grant execute on function erase_rows(uuid, regclass, int), forget_values(uuid, regclass), accounts_elsewhere(uuid, uuid[]),
    end_deletion(uuid, text) to linli_app;
