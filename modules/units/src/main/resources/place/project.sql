-- Where a project is: in the street that owns it; nowhere where the whole district does.
select p.street_id, null::uuid as community_id, null::uuid as grid_id
  from project p
 where p.district_id = :district and p.id = :id
