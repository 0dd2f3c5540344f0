-- What came of a shift as what files are attached to: by the volunteer who told it; all who have a part in the district find it.
select '{}'::uuid[] as grids, 'VOLUNTEER' as owner_role, o.volunteer_id as owner_id, true as open
  from shift_outcome o
 where o.district_id = $1 and o.id = $2::uuid
