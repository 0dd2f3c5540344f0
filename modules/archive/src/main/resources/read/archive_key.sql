-- The rows of type ArchiveKey: one at most.
select k.id, k.issued_at
  from archive_key k
 where k.district_id = :district and has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN')
