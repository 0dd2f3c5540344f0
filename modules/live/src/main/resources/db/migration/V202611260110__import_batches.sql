-- Which rows came together from an earlier register, and who besides the importer has confirmed what they claim.

create type import_status as enum ('IMPORTED', 'CONFIRMED');

create table import_batch (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    row_count    int not null,
    status       import_status not null default 'IMPORTED',
    -- Accounts.
    imported_by  uuid not null,
    confirmed_by uuid,
    imported_at  timestamptz not null default now(),
    confirmed_at timestamptz,
    constraint import_batch_pk primary key (district_id, id),
    constraint import_batch_not_empty check (row_count > 0),
    constraint import_batch_has_two_persons check (confirmed_by <> imported_by),
    constraint import_batch_confirmed_whole check (num_nonnulls(confirmed_by, confirmed_at) = case status when 'CONFIRMED' then 2 else 0 end)
);
create index import_batch_by_time on import_batch (district_id, imported_at, id);

select protect('import_batch');
revoke delete on import_batch from linli_app;
