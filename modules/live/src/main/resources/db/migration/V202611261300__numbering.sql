-- What has arrived in all districts is numbered in one statement, however many districts there are; the server calls this, and writes no number itself.

-- What was committed is visible in it; what comes behind it in time was not, or it would be here too. A district whose head somebody else holds is
-- left for the next time, and keeps no other waiting. So many at most that a backlog, however long, is worked off step by step; each part
-- goes over what has arrived once, whatever its plan was made for.
create function number_arrivals(most int) returns setof feed_head
    language plpgsql security definer set search_path = public as $$
begin
    insert into feed_head (district_id, position)
    select distinct a.district_id, 0
      from arrival a
     where a.district_id not in (select h.district_id from feed_head h)
        on conflict do nothing;
    return query
    with head as materialized (
        select h.district_id, h.position
          from feed_head h
         where h.district_id in (select a.district_id from arrival a)
           for update of h skip locked),
    held as materialized (
        select a.district_id from arrival a except select h.district_id from head h),
    enough as materialized (
        select coalesce(pg_xact_commit_timestamp(a.xmin), '-infinity') as committed, a.event_id
          from arrival a
         where a.district_id not in (select h.district_id from held h)
         order by committed, a.event_id
        offset most limit 1),
    taken as (
        delete from arrival a
         where a.district_id not in (select h.district_id from held h)
           and not exists (select from enough e
                            where (coalesce(pg_xact_commit_timestamp(a.xmin), '-infinity'), a.event_id) >= (e.committed, e.event_id))
        returning a.district_id, a.event_id, coalesce(pg_xact_commit_timestamp(a.xmin), '-infinity') as committed),
    numbered as (
        insert into feed (district_id, position, event_id, retention_days)
        select t.district_id,
               h.position + row_number() over (partition by t.district_id order by t.committed, t.event_id),
               t.event_id, d.retention_days
          from taken t
          join head h on h.district_id = t.district_id
          join district d on d.id = t.district_id
        returning feed.district_id, feed.position)
    update feed_head h set position = given.last
      from (select n.district_id, max(n.position) as last from numbered n group by n.district_id) given
     where h.district_id = given.district_id
    returning h.district_id, h.position;
end
$$;
revoke execute on function number_arrivals(int) from public;
grant execute on function number_arrivals(int) to linli_app;

revoke delete on arrival from linli_app;
revoke insert, update on feed_head from linli_app;
revoke insert on feed from linli_app;
