select count(*) as value, 0 as people from evaluation_campaign c where c.district_id = :district and c.status = 'OPEN'
