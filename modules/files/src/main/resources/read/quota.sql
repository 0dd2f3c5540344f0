-- The rows of type Quota: one, also of a district to which nothing was granted.
select d.id,
       (select q.requests_per_second from district_quota q where q.district_id = :district) as requests_per_second,
       (select q.requests_at_once from district_quota q where q.district_id = :district) as requests_at_once,
       (select q.cost_per_second from district_quota q where q.district_id = :district)::int as cost_per_second,
       (select q.storage_bytes from district_quota q where q.district_id = :district)::numeric as storage_bytes,
       (select coalesce(sum(f.size), 0) from file f where f.district_id = :district and f.status = 'STORED')::numeric as storage_used
  from district d
 where d.id = :district and has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR')
