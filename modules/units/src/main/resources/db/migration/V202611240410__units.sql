-- Resident units, their alliance, volunteers and serving members, property companies (DOMAIN.md S14, S17, S18).

create type unit_kind as enum ('CITY_ORGAN', 'DISTRICT_ORGAN', 'ENTERPRISE', 'INSTITUTION', 'SOCIAL_ORGANISATION');

create table unit (
    district_id     uuid not null,
    id              uuid not null default uuidv7(),
    code            text not null,
    name            text collate pinyin not null,
    kind            unit_kind not null,
    street_id       uuid not null,
    contact_name    text not null,
    contact_phone   text not null,
    -- Who signs in as this account answers for the unit.
    contact_subject uuid,
    created_at      timestamptz not null default now(),
    version         int not null default 1,
    constraint unit_pk primary key (district_id, id),
    constraint unit_code_unique unique (district_id, code),
    constraint unit_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint unit_name_length check (char_length(name) between 1 and 60),
    constraint unit_contact_name_length check (char_length(contact_name) between 1 and 60),
    constraint unit_contact_phone_form check (contact_phone ~ '^1[0-9]{10}$')
);
create index unit_by_name on unit (district_id, name, id);
create index unit_by_street on unit (district_id, street_id, name, id);
create index unit_by_contact on unit (district_id, contact_subject);

create type pairing_status as enum ('INVITED', 'APPLIED', 'APPROVED', 'PAIRED', 'REVIEWED', 'RENEWED', 'ENDED');

create table pairing (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    unit_id     uuid not null,
    compound_id uuid not null,
    status      pairing_status not null default 'INVITED',
    paired_on   date,
    ended_on    date,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint pairing_pk primary key (district_id, id),
    constraint pairing_half_open check (ended_on > paired_on),
    constraint pairing_paired_has_day check (status not in ('PAIRED', 'REVIEWED', 'RENEWED') or paired_on is not null),
    constraint pairing_ended_has_day check ((status = 'ENDED') = (ended_on is not null))
);
create unique index pairing_once_at_a_time on pairing (district_id, unit_id, compound_id) where status <> 'ENDED';
create index pairing_by_compound on pairing (district_id, compound_id, id);

create table rule_set (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    code        text not null,
    title       text collate pinyin not null,
    street_id   uuid not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint rule_set_pk primary key (district_id, id),
    constraint rule_set_code_unique unique (district_id, code),
    constraint rule_set_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint rule_set_title_length check (char_length(title) between 1 and 120)
);
create index rule_set_by_street on rule_set (district_id, street_id, code);

create table rule_edition (
    district_id    uuid not null,
    id             uuid not null default uuidv7(),
    rule_set_id    uuid not null,
    number         int not null,
    text           text not null,
    effective_from date not null,
    created_at     timestamptz not null default now(),
    version        int not null default 1,
    constraint rule_edition_pk primary key (district_id, id),
    constraint rule_edition_number_unique unique (district_id, rule_set_id, number),
    constraint rule_edition_counts_from_one check (number >= 1),
    constraint rule_edition_text_length check (char_length(text) between 1 and 20000)
);

create table volunteer (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    name         text collate pinyin not null,
    community_id uuid not null,
    skills       text[] not null default '{}',
    joined_on    date not null,
    -- Null where the volunteer lives outside the district or has not joined it.
    resident_id  uuid,
    -- Who signs in as this account is this volunteer.
    subject      uuid,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint volunteer_pk primary key (district_id, id),
    constraint volunteer_resident_unique unique (district_id, resident_id),
    constraint volunteer_subject_unique unique (district_id, subject),
    constraint volunteer_name_length check (char_length(name) between 1 and 60),
    constraint volunteer_few_skills check (cardinality(skills) <= 20 and array_position(skills, null) is null)
);
create index volunteer_by_community on volunteer (district_id, community_id, id);
create index volunteer_by_day on volunteer (district_id, joined_on, id);

create type member_status as enum
    ('FILED', 'UNIT_CONFIRMED', 'COMMUNITY_ACCEPTED', 'ACTIVE', 'REVIEWED', 'TRANSFERRED', 'ENDED');

-- Party membership is sensitive: it stands only here, on top of a volunteer, and never in the volunteer's own row.
create table serving_member (
    district_id   uuid not null,
    id            uuid not null default uuidv7(),
    volunteer_id  uuid not null,
    unit_id       uuid not null,
    -- The community that was reported to, which need not be the volunteer's present one.
    community_id  uuid not null,
    status        member_status not null default 'FILED',
    registered_on date not null,
    created_at    timestamptz not null default now(),
    version       int not null default 1,
    constraint serving_member_pk primary key (district_id, id),
    constraint serving_member_volunteer_unique unique (district_id, volunteer_id)
);
create index serving_member_by_unit on serving_member (district_id, unit_id, id);
create index serving_member_by_community on serving_member (district_id, community_id, id);

create type project_kind as enum ('LEAGUE', 'TEACHING', 'CARE', 'ORDER', 'OTHER');

create table project (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    code        text not null,
    title       text collate pinyin not null,
    kind        project_kind not null,
    -- Null where the whole district owns it.
    street_id   uuid,
    description text,
    starts_on   date not null,
    ends_on     date,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint project_pk primary key (district_id, id),
    constraint project_code_unique unique (district_id, code),
    constraint project_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint project_title_length check (char_length(title) between 1 and 120),
    constraint project_description_length check (char_length(description) between 1 and 2000),
    constraint project_half_open check (ends_on > starts_on)
);
create index project_by_title on project (district_id, title, id);
create index project_by_kind on project (district_id, kind, id);
create index project_by_street on project (district_id, street_id, id);

create table project_unit (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    project_id  uuid not null,
    unit_id     uuid not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint project_unit_pk primary key (district_id, id),
    constraint project_unit_unique unique (district_id, project_id, unit_id)
);
create index project_unit_by_unit on project_unit (district_id, unit_id, project_id);

create table participation (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    project_id   uuid not null,
    volunteer_id uuid not null,
    joined_on    date not null,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint participation_pk primary key (district_id, id),
    constraint participation_unique unique (district_id, project_id, volunteer_id)
);
create index participation_by_volunteer on participation (district_id, volunteer_id, id);

create table property_company (
    district_id     uuid not null,
    id              uuid not null default uuidv7(),
    code            text not null,
    name            text collate pinyin not null,
    contact_name    text not null,
    contact_phone   text not null,
    -- Who signs in as this account answers for the company.
    contact_subject uuid,
    created_at      timestamptz not null default now(),
    version         int not null default 1,
    constraint property_company_pk primary key (district_id, id),
    constraint property_company_code_unique unique (district_id, code),
    constraint property_company_code_form check (code ~ '^[0-9A-Z-]{1,24}$'),
    constraint property_company_name_length check (char_length(name) between 1 and 60),
    constraint property_company_contact_length check (char_length(contact_name) between 1 and 60),
    constraint property_company_phone_form check (contact_phone ~ '^1[0-9]{10}$')
);
create index property_company_by_name on property_company (district_id, name, id);
create index property_company_by_contact on property_company (district_id, contact_subject);

-- Which company runs which compound, from one day to another.
create table compound_property (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    company_id  uuid not null,
    compound_id uuid not null,
    valid_from  date not null,
    valid_to    date,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint compound_property_pk primary key (district_id, id),
    constraint compound_property_unique unique (district_id, compound_id, valid_from),
    constraint compound_property_half_open check (valid_to > valid_from)
);
create unique index compound_property_one_now on compound_property (district_id, compound_id) where valid_to is null;
create index compound_property_by_company on compound_property (district_id, company_id, id);

alter table unit add constraint unit_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table pairing add constraint pairing_unit_fk
    foreign key (district_id, unit_id) references unit (district_id, id);
alter table pairing add constraint pairing_compound_fk
    foreign key (district_id, compound_id) references compound (district_id, id);
alter table rule_set add constraint rule_set_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table rule_edition add constraint rule_edition_rule_set_fk
    foreign key (district_id, rule_set_id) references rule_set (district_id, id);
alter table volunteer add constraint volunteer_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table volunteer add constraint volunteer_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table serving_member add constraint serving_member_volunteer_fk
    foreign key (district_id, volunteer_id) references volunteer (district_id, id);
alter table serving_member add constraint serving_member_unit_fk
    foreign key (district_id, unit_id) references unit (district_id, id);
alter table serving_member add constraint serving_member_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table project add constraint project_street_fk
    foreign key (district_id, street_id) references street (district_id, id);
alter table project_unit add constraint project_unit_project_fk
    foreign key (district_id, project_id) references project (district_id, id);
alter table project_unit add constraint project_unit_unit_fk
    foreign key (district_id, unit_id) references unit (district_id, id);
alter table participation add constraint participation_project_fk
    foreign key (district_id, project_id) references project (district_id, id);
alter table participation add constraint participation_volunteer_fk
    foreign key (district_id, volunteer_id) references volunteer (district_id, id);
alter table compound_property add constraint compound_property_company_fk
    foreign key (district_id, company_id) references property_company (district_id, id);
alter table compound_property add constraint compound_property_compound_fk
    foreign key (district_id, compound_id) references compound (district_id, id);

select protect('unit');
select protect('pairing');
select protect('rule_set');
select protect('rule_edition');
select protect('volunteer');
select protect('serving_member');
select protect('project');
select protect('project_unit');
select protect('participation');
select protect('property_company');
select protect('compound_property');
