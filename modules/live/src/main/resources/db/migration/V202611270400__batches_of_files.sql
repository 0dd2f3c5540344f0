-- Rows of one file are taken over in several batches.

alter table import_batch add column data_import_id uuid;
create index import_batch_by_data_import on import_batch (district_id, data_import_id, imported_at, id);
