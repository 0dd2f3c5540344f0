select count(*) from resident r where r.district_id = :district
