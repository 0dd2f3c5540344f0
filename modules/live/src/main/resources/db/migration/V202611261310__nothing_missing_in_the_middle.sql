-- A district whose retention has become shorter has older rows in partitions that are kept for longer. They go with the first month that goes, so
-- that what is kept has no gap: whoever stands before it is told so.
create or replace function keep_partitions(parent regclass, today date) returns void
    language plpgsql security definer set search_path = public as $$
declare
    class record;
    old   record;
    month date;
    name  text;
begin
    for class in
        select c.oid::regclass as partition, c.relname,
               substring(pg_get_expr(c.relpartbound, c.oid) from '[0-9]+')::int as days
          from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = parent
    loop
        for i in 0..2 loop
            month := date_trunc('month', today) + make_interval(months => i);
            name := class.relname || to_char(month, '_YYYYMM');
            if to_regclass(name) is null then
                execute format('create table %I partition of %s for values from (%L) to (%L)', name, class.partition,
                               month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                perform protect(name::regclass);
                execute format('revoke all on %I from linli_app', name);
            end if;
        end loop;
        for old in
            select c.oid::regclass as partition,
                   (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC' as ended
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = class.partition::regclass
               and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= today - class.days
        loop
            execute format('delete from %s f where f.retention_days > %s and f.numbered_at < %L
                                and exists (select from %s o where o.district_id = f.district_id)',
                           parent, class.days, old.ended, old.partition);
            execute format('drop table %s', old.partition);
        end loop;
    end loop;
end
$$;
