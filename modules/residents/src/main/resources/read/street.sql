-- The rows of type Street; here, one module above its table, because it counts residents.
select s.id, s.code, s.name, s.district_id, s.retired_at, s.version,
       (select count(*)::int
          from community c
          join resident r on r.district_id = c.district_id and r.community_id = c.id
         where c.district_id = :district and c.street_id = s.id
           and r.district_id = :district
           and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')) as resident_count
  from street s
 where s.district_id = :district
