select count(*) from merchant m where m.district_id = :district
