-- Sheets with rows that a file has beside what is brought in; known once it was read to the end.

alter table data_import add column left_out import_kind[] not null default '{}';
