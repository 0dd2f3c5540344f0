select count(*) from grid g where g.district_id = :district
