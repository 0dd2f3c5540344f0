-- Where what came of a shift is: where its project is.
select p.street_id, null::uuid as community_id, null::uuid as grid_id
  from shift_outcome o
  join shift s on s.district_id = o.district_id and s.id = o.shift_id
  join project p on p.district_id = s.district_id and p.id = s.project_id
 where o.district_id = :district and s.district_id = :district and p.district_id = :district and o.id = :id
