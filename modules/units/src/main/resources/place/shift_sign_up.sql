-- Where a part in a shift is: where its project is, and not where the volunteer lives.
select p.street_id, null::uuid as community_id, null::uuid as grid_id
  from shift_sign_up u
  join shift s on s.district_id = u.district_id and s.id = u.shift_id
  join project p on p.district_id = s.district_id and p.id = s.project_id
 where u.district_id = :district and s.district_id = :district and p.district_id = :district and u.id = :id
