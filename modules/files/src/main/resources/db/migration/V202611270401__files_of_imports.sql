-- A file may be one whose rows are imported. It belongs to the import alone, and nobody opens it.

alter type media_type add value 'CSV';

alter table file
    add column data_import_id uuid,
    drop constraint file_of_one_record,
    add constraint file_of_one_record
        check (num_nonnulls(activity_id, merchant_id, merchant_visit_id, shift_outcome_id, data_import_id) = 1);
create index file_by_data_import on file (district_id, data_import_id, id);
