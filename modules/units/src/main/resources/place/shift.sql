-- Where a shift is: where its project is.
select p.street_id, null::uuid as community_id, null::uuid as grid_id
  from shift s
  join project p on p.district_id = s.district_id and p.id = s.project_id
 where s.district_id = :district and p.district_id = :district and s.id = :id
