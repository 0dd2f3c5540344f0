-- The rows of type Consent: seen by whoever sees the person.
select c.id, c.kind, c.resident_id, c.given_by, c.given_at, c.withdrawn_at
  from consent c
  join resident r on r.district_id = c.district_id and r.id = c.resident_id
 where c.district_id = :district
   and r.district_id = :district
   and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
        or is_own(r.id, 'RESIDENT')
        or rule(ward))
