-- Territory (DOMAIN.md S01): district, street, community, and below a community its compounds and its grids.

create table street (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    code        text not null,
    name        text collate pinyin not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint street_pk primary key (district_id, id),
    constraint street_code_unique unique (district_id, code),
    constraint street_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint street_name_length check (char_length(name) between 1 and 60)
);
create index street_by_name on street (district_id, name, id);

create table community (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    -- The street of a community may be unknown; it is never guessed.
    street_id   uuid,
    code        text not null,
    name        text collate pinyin not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint community_pk primary key (district_id, id),
    constraint community_code_unique unique (district_id, code),
    constraint community_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint community_name_length check (char_length(name) between 1 and 60)
);
create index community_by_name on community (district_id, name, id);
create index community_by_street on community (district_id, street_id, name, id);

create table compound (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    community_id uuid not null,
    code         text not null,
    name         text collate pinyin not null,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint compound_pk primary key (district_id, id),
    constraint compound_code_unique unique (district_id, code),
    constraint compound_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint compound_name_length check (char_length(name) between 1 and 60)
);
create index compound_by_name on compound (district_id, name, id);
create index compound_by_community on compound (district_id, community_id, name, id);

create type grid_status as enum ('PLANNED', 'ACTIVE', 'SPLIT', 'MERGED', 'RETIRED');

create table grid (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    community_id uuid not null,
    code         text not null,
    name         text collate pinyin not null,
    status       grid_status not null default 'ACTIVE',
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint grid_pk primary key (district_id, id),
    constraint grid_code_unique unique (district_id, code),
    -- What names a grid together with its community refers to this.
    constraint grid_of_community unique (district_id, community_id, id),
    constraint grid_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint grid_name_length check (char_length(name) between 1 and 60)
);
create index grid_by_name on grid (district_id, name, id);
create index grid_by_community on grid (district_id, community_id, name, id);

-- Splitting or merging never rewrites old records: who works in the successor also sees those of its predecessors.
create table grid_succession (
    district_id    uuid not null,
    id             uuid not null default uuidv7(),
    predecessor_id uuid not null,
    successor_id   uuid not null,
    created_at     timestamptz not null default now(),
    version        int not null default 1,
    constraint grid_succession_pk primary key (district_id, id),
    constraint grid_succession_unique unique (district_id, successor_id, predecessor_id),
    constraint grid_succession_moves_on check (predecessor_id <> successor_id)
);
create index grid_succession_by_predecessor on grid_succession (district_id, predecessor_id);

create table compound_grid (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    compound_id uuid not null,
    grid_id     uuid not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint compound_grid_pk primary key (district_id, id),
    constraint compound_grid_unique unique (district_id, compound_id, grid_id)
);
create index compound_grid_by_grid on compound_grid (district_id, grid_id, compound_id);

create type duty_role as enum ('GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER');

-- A person's role in one territory: the grid, the community, the street, or with none of them the whole district.
create table duty (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    subject      uuid not null,
    person_name  text collate pinyin not null,
    role         duty_role not null,
    position     text,
    street_id    uuid,
    community_id uuid,
    grid_id      uuid,
    valid_from   date not null,
    valid_to     date,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint duty_pk primary key (district_id, id),
    constraint duty_one_territory check (num_nonnulls(street_id, community_id, grid_id) <= 1),
    constraint duty_half_open check (valid_to > valid_from),
    constraint duty_person_name_length check (char_length(person_name) between 1 and 60),
    constraint duty_position_length check (char_length(position) between 1 and 60)
);
create index duty_by_subject on duty (district_id, subject);
create index duty_by_person_name on duty (district_id, person_name, id);
create index duty_by_street on duty (district_id, street_id);
create index duty_by_community on duty (district_id, community_id);
create index duty_by_grid on duty (district_id, grid_id);

alter table community add constraint community_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table compound add constraint compound_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table grid add constraint grid_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table grid_succession add constraint grid_succession_predecessor_fk
    foreign key (district_id, predecessor_id) references grid (district_id, id);
alter table grid_succession add constraint grid_succession_successor_fk
    foreign key (district_id, successor_id) references grid (district_id, id);
alter table compound_grid add constraint compound_grid_compound_fk
    foreign key (district_id, compound_id) references compound (district_id, id);
alter table compound_grid add constraint compound_grid_grid_fk
    foreign key (district_id, grid_id) references grid (district_id, id);
alter table duty add constraint duty_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table duty add constraint duty_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table duty add constraint duty_grid_fk
    foreign key (district_id, grid_id) references grid (district_id, id);

select protect('street');
select protect('community');
select protect('compound');
select protect('grid');
select protect('grid_succession');
select protect('compound_grid');
select protect('duty');
