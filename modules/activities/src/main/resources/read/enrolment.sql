-- The rows of type Enrolment. Seen by the resident and the guardian, by workers of the grid where the resident lived then, and by district
-- officers.
select e.id, e.activity_id, e.resident_id, e.grid_id, e.status, e.enrolled_at
  from enrolment e
 where e.district_id = :district
   and (has_role('DISTRICT_OFFICER')
        or is_own(e.resident_id, 'RESIDENT')
        or sees(e.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
        or exists (select from resident r
                    where r.district_id = :district and r.id = e.resident_id
                      and rule(ward)))
