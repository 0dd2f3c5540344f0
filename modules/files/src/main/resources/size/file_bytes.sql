select coalesce(sum(f.size), 0) from file f where f.district_id = :district and f.status = 'STORED'
