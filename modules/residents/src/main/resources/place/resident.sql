-- Where a resident is: in the grid where the person lives, or lived last.
select null::uuid as street_id, null::uuid as community_id, r.grid_id
  from resident r
 where r.district_id = :district and r.id = :id
