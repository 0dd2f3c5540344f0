-- Pictures and documents of records (DOMAIN.md S05, S12, S18). What they hold lies in the storage, under district, file and digest.

create type media_type as enum ('JPEG', 'PNG', 'WEBP', 'PDF', 'DOCX', 'XLSX');
create type file_status as enum ('REQUESTED', 'STORED', 'WITHDRAWN');

create table file (
    district_id       uuid not null,
    id                uuid not null default uuidv7(),
    -- What it belongs to, one of these.
    activity_id       uuid,
    merchant_id       uuid,
    merchant_visit_id uuid,
    shift_outcome_id  uuid,
    name              text not null,
    media_type        media_type not null,
    -- In bytes, as announced, which is what came.
    size              int not null,
    status            file_status not null default 'REQUESTED',
    -- Until when it may be sent.
    expires_at        timestamptz not null,
    -- SHA-256 of what came, in hexadecimal.
    digest            text,
    -- The end of its lasting address: not to be guessed, and used only while everybody may see the record.
    capability        text not null,
    created_at        timestamptz not null default now(),
    version           int not null default 1,
    constraint file_pk primary key (district_id, id),
    constraint file_capability_unique unique (district_id, capability),
    constraint file_of_one_record check (num_nonnulls(activity_id, merchant_id, merchant_visit_id, shift_outcome_id) = 1),
    constraint file_name_length check (char_length(name) between 1 and 120),
    constraint file_size_range check (size between 1 and 20971520),
    constraint file_digest_when_it_came check ((digest is null) = (status = 'REQUESTED'))
);
create index file_by_activity on file (district_id, activity_id, id);
create index file_by_merchant on file (district_id, merchant_id, id);
create index file_by_merchant_visit on file (district_id, merchant_visit_id, id);
create index file_by_shift_outcome on file (district_id, shift_outcome_id, id);
create index file_awaited on file (district_id, expires_at) where status = 'REQUESTED';

alter table file add constraint file_activity_fk
    foreign key (district_id, activity_id) references activity (district_id, id);
alter table file add constraint file_merchant_fk
    foreign key (district_id, merchant_id) references merchant (district_id, id);
alter table file add constraint file_merchant_visit_fk
    foreign key (district_id, merchant_visit_id) references merchant_visit (district_id, id);
alter table file add constraint file_shift_outcome_fk
    foreign key (district_id, shift_outcome_id) references shift_outcome (district_id, id);

select protect('file');
