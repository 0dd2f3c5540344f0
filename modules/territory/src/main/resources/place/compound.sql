-- Where a compound is: in its community; several grids may cover it.
select null::uuid as street_id, c.community_id, null::uuid as grid_id
  from compound c
 where c.district_id = :district and c.id = :id
