select count(*)
  from stream s
 where s.district_id = :district
   and exists (select from pg_locks l
                where l.locktype = 'advisory' and l.classid = 1818848873 and l.objid::int8 = s.node and l.objsubid = 2 and l.granted)
