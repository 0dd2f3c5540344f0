select coalesce(max(h.position), 0) from feed_head h where h.district_id = :district
