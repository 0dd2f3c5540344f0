-- The log numbered: in which order what happened is told, and how far that is.

-- Where it happened, as the territory was at that moment.
alter table event
    add column street_id    uuid,
    add column community_id uuid,
    add column grid_id      uuid;

-- What happened when is asked of the order in which it is told.
drop index event_by_time;

-- For how many days a cursor can be resumed from, and so how long the order in which things were told is kept.
alter table district
    add column retention_days smallint not null default 90,
    add constraint district_retention_class check (retention_days in (30, 90, 365));

-- Reference table: what is in the log and has no number yet. Written with the line of the log, taken away by whoever numbers it; nodes look
-- for it without knowing in which district there is some. Ids only.
create table arrival (
    district_id uuid not null,
    event_id    uuid not null,
    constraint arrival_pk primary key (district_id, event_id)
);
-- Rows live for milliseconds.
alter table arrival set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
                         autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0.5);

-- Reference table: the last number given in a district. Whoever numbers holds its row, and no writer does.
create table feed_head (
    district_id uuid not null,
    position    bigint not null,
    constraint feed_head_pk primary key (district_id)
);
alter table feed_head set (fillfactor = 50);

-- The order: numbers from 1 without a gap, given after commit. By class of retention and by month, so that what nobody can resume from
-- any more is dropped and not deleted; the lines themselves stay, being the history of their records.
create table feed (
    district_id    uuid not null,
    position       bigint not null,
    event_id       uuid not null,
    retention_days smallint not null,
    numbered_at    timestamptz not null default now(),
    constraint feed_pk primary key (district_id, position, retention_days, numbered_at)
) partition by list (retention_days);
create table feed_30 partition of feed for values in (30) partition by range (numbered_at);
create table feed_90 partition of feed for values in (90) partition by range (numbered_at);
create table feed_365 partition of feed for values in (365) partition by range (numbered_at);

-- Makes the partitions of the months from this one to the next but one, and drops those whose last row is older than their class
-- allows. A partition is reached through its parent only, whose policy binds.
create function keep_partitions(parent regclass, today date) returns void
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
            select c.oid::regclass as partition
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = class.partition::regclass
               and to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= today - class.days
        loop
            execute format('drop table %s', old.partition);
        end loop;
    end loop;
end
$$;
revoke execute on function keep_partitions(regclass, date) from public;
grant execute on function keep_partitions(regclass, date) to linli_app;

-- Stops a statement with a code of ours. Stable, as missing_value().
create function stop(code text) returns text
    language plpgsql stable as $$
begin
    raise exception 'stopped' using errcode = code;
end
$$;

select protect('feed');
select protect('feed_30');
select protect('feed_90');
select protect('feed_365');
revoke update, delete on feed from linli_app;
revoke all on feed_30, feed_90, feed_365 from linli_app;
select keep_partitions('feed', current_date);

grant select, insert, delete on arrival to linli_app;
grant select, insert, update on feed_head to linli_app;

-- What was there before is numbered like what is new.
insert into arrival (district_id, event_id) select district_id, id from event on conflict do nothing;
insert into feed_head (district_id, position) select id, 0 from district on conflict do nothing;
