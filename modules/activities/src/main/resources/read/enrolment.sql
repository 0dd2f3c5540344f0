-- The rows of type Enrolment. Seen by the resident and the guardian, by workers of the resident's grid, and by district officers.
select e.id, e.activity_id, e.resident_id, e.status, e.enrolled_at
  from enrolment e
  join resident r on r.district_id = e.district_id and r.id = e.resident_id
 where e.district_id = :district
   and r.district_id = :district
   and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
        or is_own(r.id, 'RESIDENT')
        or is_own(r.guardian_id, 'RESIDENT'))
