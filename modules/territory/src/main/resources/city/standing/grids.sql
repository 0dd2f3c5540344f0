select count(*) as value, 0 as people from grid g where g.district_id = :district and g.status = 'ACTIVE'
