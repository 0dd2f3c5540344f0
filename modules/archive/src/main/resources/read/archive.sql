-- The rows of the operators' type Archive.
select a.id, a.district_id, a.requested_at, a.part, a.made_at, a.digest,
       (case when a.made_at is not null then 'READY' when a.failed_at is not null then 'FAILED' when a.part is not null then 'WRITING' else 'REQUESTED' end)::archive_status as status,
       coalesce(a.row_count, a.written_rows)::numeric as rows,
       coalesce(a.bytes, a.written_bytes)::numeric as bytes,
       a.files_missing,
       case when a.made_at is not null then '/platform/archives/archive_' || a.id || '.linli' end as address,
       a.failed_at, a.obstacle
  from archive a
 where has_role('PLATFORM_ADMIN')
