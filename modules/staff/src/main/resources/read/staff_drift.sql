-- The rows of type StaffDrift.
select d.id, d.member_id, d.role, d.kind, d.status, d.found_at, d.ended_at
  from staff_drift d
 where d.district_id = :district and has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR')
