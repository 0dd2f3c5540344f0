select count(*) as value, count(*) as people
  from resident r
 where r.district_id = :district and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')
