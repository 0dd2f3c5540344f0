-- The rows of type Stream: those of nodes that are alive, each holding a lock of its own.
select s.id, s.subject::text as account, s.client, s.transport, s.opened_at, s.position::int as position, s.told, s.per_minute, s.seen_at,
       greatest(coalesce((select h.position from feed_head h where h.district_id = :district), 0) - s.position, 0)::int as lag
  from stream s
 where s.district_id = :district
   and (has_role('DISTRICT_ADMIN', 'AUDITOR') or has_role('INTEGRATOR') and s.subject = :subject)
   and exists (select from pg_locks l
                where l.locktype = 'advisory' and l.classid = 1818848873 and l.objid::int8 = s.node and l.objsubid = 2 and l.granted)
