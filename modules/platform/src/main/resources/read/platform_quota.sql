-- The rows of the operators' type Quota: one of every district, also of those to which nothing was granted.
select d.id,
       (select q.requests_per_second from district_quota q where q.district_id = d.id) as requests_per_second,
       (select q.requests_at_once from district_quota q where q.district_id = d.id) as requests_at_once,
       (select q.cost_per_second from district_quota q where q.district_id = d.id)::int as cost_per_second,
       (select q.storage_bytes from district_quota q where q.district_id = d.id)::numeric as storage_bytes,
       (select q.streams from district_quota q where q.district_id = d.id) as streams
  from district d
 where d.code <> '000000' and has_role('PLATFORM_ADMIN')
