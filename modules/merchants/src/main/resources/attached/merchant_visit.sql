-- A visit to a merchant as what files are attached to: by the workers of its grid, who alone find it.
select array[v.grid_id] as grids, null::text as owner_role, null::uuid as owner_id, false as open
  from merchant_visit v
 where v.district_id = $1 and v.id = $2::uuid
