-- A grid is its own place.
select null::uuid as street_id, null::uuid as community_id, g.id as grid_id
  from grid g
 where g.district_id = :district and g.id = :id
