-- The rows of type Grid; here, one module above its table, because it counts residents.
select g.id, g.code, g.name, g.status, g.community_id, g.version,
       case when has_part() or has_role('DISTRICT_ADMIN', 'AUDITOR', 'INTEGRATOR')
            then (select count(*)::int from resident r
                   where r.district_id = :district and r.grid_id = g.id
                     and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')) end as resident_count
  from grid g
 where g.district_id = :district
