-- A street is its own place.
select s.id as street_id, null::uuid as community_id, null::uuid as grid_id
  from street s
 where s.district_id = :district and s.id = :id
