-- A community is its own place.
select null::uuid as street_id, c.id as community_id, null::uuid as grid_id
  from community c
 where c.district_id = :district and c.id = :id
