-- The rows of type ImportBatch.
select b.id, b.row_count, b.status, b.imported_at, b.confirmed_at, b.data_import_id,
       (case when b.status <> 'IMPORTED' then null
             when has_role('DISTRICT_OFFICER') and b.imported_by <> :subject then 'CALLER'
             else 'OFFICER' end)::confirmer as confirmer
  from import_batch b
 where b.district_id = :district
   and has_role('DISTRICT_OFFICER', 'AUDITOR')
