select s.district_id, json_build_object('id', 'street_' || s.id), s.id from street s
