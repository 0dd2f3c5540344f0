-- Bringing a district's data in by files: an import, what is wrong with its rows, and, while it is only checked, what they would bring.

create type import_kind as enum ('STREET', 'COMMUNITY', 'COMPOUND', 'GRID', 'DUTY', 'RESIDENT', 'MERCHANT');
create type import_format as enum ('XLSX', 'CSV');
create type data_import_status as enum ('AWAITED', 'CHECKING', 'CHECKED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');
create type import_rule as enum (
    'GIVEN_UP', 'FILE_UNREADABLE', 'ENCODING_UNKNOWN', 'FILE_TOO_LARGE', 'TOO_MANY_ROWS', 'SHEET_MISSING', 'HEADER_MISSING',
    'COLUMN_MISSING', 'COLUMN_TWICE', 'CELL_UNREADABLE', 'REQUIRED', 'TOO_LONG', 'NOT_A_CHOICE', 'NOT_A_DATE', 'NOT_AN_ACCOUNT',
    'CODE_MALFORMED', 'CODE_TAKEN', 'NOT_FOUND', 'PLACE_RETIRED', 'GRID_NOT_ACTIVE', 'OTHER_TERRITORY', 'OWN_WORK', 'DATES_REFUSED',
    'PHONE_MALFORMED', 'IDENTITY_NUMBER_MALFORMED', 'IDENTITY_NUMBER_TAKEN', 'IDENTITY_NUMBER_UNKNOWN', 'GUARDIAN_REQUIRED',
    'GUARDIAN_UNFIT', 'OF_FULL_AGE', 'CONSENT_MISSING', 'WRONG_FORM');

create table data_import (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    name        text not null,
    format      import_format not null,
    kinds       import_kind[] not null,
    -- Of persons: kept from the district's IT.
    personal    boolean not null,
    size        int not null,
    status      data_import_status not null default 'AWAITED',
    -- The account that asked for what is done now, its client, and the roles in which it did.
    subject     uuid not null,
    client      text,
    roles       text[] not null,
    -- Known once all rows were read.
    row_count   int,
    done_count  int not null default 0,
    added_count int not null default 0,
    known_count int not null default 0,
    fault_count int not null default 0,
    -- Where to go on: the job that is to do it, the part of the file, and the row of it that was the last.
    step        int not null default 0,
    stage       int not null default 0,
    position    int not null default 0,
    created_at  timestamptz not null default now(),
    moved_at    timestamptz not null default now(),
    version     int not null default 1,
    constraint data_import_pk primary key (district_id, id),
    constraint data_import_name_length check (char_length(name) between 1 and 120),
    constraint data_import_of_something check (cardinality(kinds) > 0),
    constraint data_import_roles check (roles <@ array[
        'GUEST', 'ACCOUNT', 'RESIDENT', 'VOLUNTEER', 'SERVING_MEMBER', 'UNIT_CONTACT', 'PROPERTY_MANAGER', 'MERCHANT', 'GRID_WORKER', 'COMMUNITY_WORKER',
        'STREET_OFFICER', 'DEPARTMENT_OFFICER', 'DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR', 'INTEGRATOR', 'PLATFORM_ADMIN'])
);
create index data_import_by_time on data_import (district_id, created_at, id);

-- Without the value, which may be personal.
create table data_import_fault (
    district_id    uuid not null,
    data_import_id uuid not null,
    id             uuid not null default uuidv7(),
    -- Left out where the whole file is meant.
    kind           import_kind,
    row_number     int,
    column_zh      text,
    column_en      text,
    rule           import_rule not null,
    constraint data_import_fault_pk primary key (district_id, data_import_id, id)
);
create index data_import_fault_by_row on data_import_fault (district_id, data_import_id, kind, row_number, id);

-- Codes and keyed hashes, as long as a check goes on.
create table data_import_key (
    district_id    uuid not null,
    data_import_id uuid not null,
    type           text not null,
    code           text not null,
    -- Of a record that would be made.
    id             uuid not null,
    within         uuid,
    fit            boolean not null,
    secret         text,
    constraint data_import_key_pk primary key (district_id, data_import_id, type, code)
);
create index data_import_key_by_secret on data_import_key (district_id, data_import_id, secret) where secret is not null;

alter table data_import_fault add constraint data_import_fault_import_fk
    foreign key (district_id, data_import_id) references data_import (district_id, id);
alter table data_import_key add constraint data_import_key_import_fk
    foreign key (district_id, data_import_id) references data_import (district_id, id);
alter table file add constraint file_data_import_fk
    foreign key (district_id, data_import_id) references data_import (district_id, id);
alter table import_batch add constraint import_batch_data_import_fk
    foreign key (district_id, data_import_id) references data_import (district_id, id);

select protect('data_import');
select protect('data_import_fault');
select protect('data_import_key');
revoke delete on data_import from linli_app;
