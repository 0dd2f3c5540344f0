select count(*) as value, 0 as people from merchant m where m.district_id = :district and m.signed_on is not null
