-- The rows of type DirectoryDrift.
select d.id, d.target_id, d.kind, d.status, d.found_at, d.ended_at, d.restore_asked_at, d.obstacle
  from directory_drift d
 where d.district_id = :district and has_role('PLATFORM_ADMIN')
