-- A merchant as what files are attached to: by itself and by the workers of its grid; everybody finds who takes part.
select array[m.grid_id] as grids, 'MERCHANT' as owner_role, m.id as owner_id, m.status in ('SIGNED', 'VERIFIED', 'ACTIVE') as open
  from merchant m
 where m.district_id = $1 and m.id = $2::uuid
