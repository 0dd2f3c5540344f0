-- Where a volunteer is: in the community in which the person joined.
select null::uuid as street_id, v.community_id, null::uuid as grid_id
  from volunteer v
 where v.district_id = :district and v.id = :id
