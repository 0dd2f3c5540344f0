-- Residents (DOMAIN.md S02): who lives in the district and joined it.

create type gender as enum ('FEMALE', 'MALE', 'UNKNOWN');
create type dwelling_relation as enum ('REGISTERED', 'PERMANENT', 'FLOATING', 'TENANT');
create type resident_tag as enum ('ELDER', 'YOUTH', 'JOB_SEEKER', 'CHILD');
create type resident_status as enum
    ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'MOVED_OUT', 'SUSPENDED', 'ERASED');

create table resident (
    district_id       uuid not null,
    id                uuid not null default uuidv7(),
    name              text collate pinyin not null,
    gender            gender not null default 'UNKNOWN',
    birth_date        date,
    phone             text,
    -- The identity number: sealed, findable by a keyed hash, and shown only as a mask. Its clear text is in no column.
    identity_sealed   bytea,
    identity_index    bytea,
    identity_mask     text,
    community_id      uuid not null,
    grid_id           uuid not null,
    compound_id       uuid,
    dwelling          text,
    dwelling_relation dwelling_relation not null,
    tags              resident_tag[] not null default '{}',
    status            resident_status not null default 'REGISTERED',
    -- The one account link: who signs in as this account is this resident.
    subject           uuid,
    guardian_id       uuid,
    registered_at     timestamptz not null default now(),
    created_at        timestamptz not null default now(),
    version           int not null default 1,
    constraint resident_pk primary key (district_id, id),
    constraint resident_subject_unique unique (district_id, subject),
    constraint resident_identity_unique unique (district_id, identity_index),
    constraint resident_name_length check (char_length(name) between 1 and 60),
    constraint resident_phone_form check (phone ~ '^1[0-9]{10}$'),
    constraint resident_identity_whole check (num_nonnulls(identity_sealed, identity_index, identity_mask) in (0, 3)),
    constraint resident_identity_masked check (identity_mask ~ '^[0-9][*]{16}[0-9X]$'),
    constraint resident_dwelling_length check (char_length(dwelling) between 1 and 120),
    constraint resident_birth_date_plausible check (birth_date >= '1900-01-01'),
    constraint resident_guards_another check (guardian_id <> id),
    constraint resident_erased_is_empty check
        (status <> 'ERASED' or num_nonnulls(birth_date, phone, identity_index, dwelling, subject, guardian_id) = 0)
);
create index resident_by_name on resident (district_id, name, id);
create index resident_by_prefix on resident (district_id, name collate "C", id);
create index resident_by_grid_and_name on resident (district_id, grid_id, name, id);
create index resident_by_grid_and_prefix on resident (district_id, grid_id, name collate "C", id);
create index resident_by_community_and_name on resident (district_id, community_id, name, id);
create index resident_by_compound on resident (district_id, compound_id);
create index resident_by_guardian on resident (district_id, guardian_id);
-- Who is counted is named one by one, here and in every query that counts: comparing enums is not leakproof, so under row-level
-- security the planner estimates without statistics, and takes what is left by a "not in" for next to nothing.
create index resident_counted_by_grid on resident (district_id, grid_id)
    where status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED');
create index resident_counted_by_community on resident (district_id, community_id)
    where status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED');

-- Together with the grid, so that a resident's community is always the grid's.
alter table resident add constraint resident_grid_fk
    foreign key (district_id, community_id, grid_id) references grid (district_id, community_id, id);
alter table resident add constraint resident_compound_fk
    foreign key (district_id, compound_id) references compound (district_id, id);
alter table resident add constraint resident_guardian_fk
    foreign key (district_id, guardian_id) references resident (district_id, id);

select protect('resident');
