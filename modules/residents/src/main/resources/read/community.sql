-- The rows of type Community; here, one module above its table, because it counts residents.
select c.id, c.code, c.name, c.street_id, c.district_id, c.retired_at, c.version,
       case when has_part() or has_role('DISTRICT_ADMIN', 'AUDITOR', 'INTEGRATOR')
            then (select count(*)::int from resident r
                   where r.district_id = :district and r.community_id = c.id
                     and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')) end as resident_count
  from community c
 where c.district_id = :district
