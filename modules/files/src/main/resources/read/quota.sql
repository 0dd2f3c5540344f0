-- The rows of type Quota: one, also of a district to which nothing was granted.
select d.id,
       (select q.requests_per_second from district_quota q where q.district_id = :district) as requests_per_second,
       (select q.requests_at_once from district_quota q where q.district_id = :district) as requests_at_once,
       (select q.cost_per_second from district_quota q where q.district_id = :district)::int as cost_per_second,
       (select q.storage_bytes from district_quota q where q.district_id = :district)::numeric as storage_bytes,
       (select coalesce(sum(f.size), 0) from file f where f.district_id = :district and rule(file_kept))::numeric as storage_used,
       (select q.streams from district_quota q where q.district_id = :district) as streams,
       (select count(*) from stream s
         where s.district_id = :district
           and exists (select from pg_locks l
                        where l.locktype = 'advisory' and l.classid = 1818848873 and l.objid::int8 = s.node and l.objsubid = 2 and l.granted))::int as open_streams
  from district d
 where d.id = :district and has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR')
