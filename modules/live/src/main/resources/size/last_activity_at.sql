select max(e.at) from event e where e.district_id = :district
