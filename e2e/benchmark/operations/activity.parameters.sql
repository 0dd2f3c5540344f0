select a.district_id, json_build_object('id', 'activity_' || a.id), a.id from activity a
