select row_to_json(d) from (select (select row_to_json(c) from (select coalesce((select json_agg(x) from (
  select 'activity_' || a.id as id, a.title, a.starts_at as "startsAt", a.status,
         (select row_to_json(y) from (select c.name from community c where c.id = a.community_id) y) as community,
         (select count(*)::int from enrolment e
           where e.activity_id = a.id and e.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as "enrolmentCount"
    from activity a
   where a.starts_at >= $2::timestamptz
   order by a.starts_at, a.id
   limit 20) x), '[]') as nodes) c) as activities) d
