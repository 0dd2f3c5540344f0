-- The rows of type Quota: one, of what holds, as the server knows it: what was granted stays with the registry, wherever the district lives.
select d.id,
       (:quota)[1]::int as requests_per_second,
       (:quota)[2]::int as requests_at_once,
       least((:quota)[3], 2147483647)::int as cost_per_second,
       (:quota)[4]::numeric as storage_bytes,
       (:quota)[5]::int as streams,
       (select coalesce(sum(f.size), 0) from file f where f.district_id = :district and rule(file_kept))::numeric as storage_used,
       (select count(*) from stream s
         where s.district_id = :district
           and exists (select from pg_locks l
                        where l.locktype = 'advisory' and l.classid = 1818848873 and l.objid::int8 = s.node and l.objsubid = 2 and l.granted))::int as open_streams
  from district d
 where d.id = :district and has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR')
