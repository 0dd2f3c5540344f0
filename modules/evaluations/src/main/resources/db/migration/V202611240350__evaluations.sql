-- What people think of what they took part in and whom they dealt with (居民点评), and triad evaluations (DOMAIN.md S19).

-- Subjects are tables of the modules above; each of those adds the foreign key from here to itself.
create table evaluation (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    author_id    uuid not null,
    activity_id  uuid,
    merchant_id  uuid,
    enrolment_id uuid,
    score        int not null,
    comment      text,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint evaluation_pk primary key (district_id, id),
    constraint evaluation_once unique (district_id, enrolment_id, author_id),
    constraint evaluation_one_subject check (num_nonnulls(activity_id, merchant_id) = 1),
    constraint evaluation_enrolled_for_activity check (enrolment_id is null or activity_id is not null),
    constraint evaluation_score_range check (score between 1 and 5),
    constraint evaluation_comment_length check (char_length(comment) between 1 and 1000)
);
create index evaluation_by_author on evaluation (district_id, author_id, created_at, id);
create index evaluation_by_activity on evaluation (district_id, activity_id, created_at, id) include (score);
create index evaluation_by_merchant on evaluation (district_id, merchant_id, created_at, id) include (score);

create type evaluation_campaign_status as enum
    ('DRAFT', 'ANNOUNCED', 'OPEN', 'CLOSED', 'SCORED', 'APPEAL', 'FINAL', 'PUBLISHED');
create type evaluated_kind as enum ('SERVING_MEMBER', 'UNIT', 'PROPERTY_COMPANY', 'MERCHANT', 'OTHER_BODY');
create type evaluation_leg_kind as enum ('PARTY_ORGANISATION', 'RESIDENTS', 'SELF');

create table evaluation_campaign (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    community_id uuid not null,
    title        text not null,
    subject_kind evaluated_kind not null,
    subject_name text collate pinyin not null,
    status       evaluation_campaign_status not null default 'DRAFT',
    opens_at     timestamptz not null,
    closes_at    timestamptz not null,
    published_at timestamptz,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint evaluation_campaign_pk primary key (district_id, id),
    constraint evaluation_campaign_title_length check (char_length(title) between 1 and 120),
    constraint evaluation_campaign_subject_length check (char_length(subject_name) between 1 and 60),
    constraint evaluation_campaign_half_open check (closes_at > opens_at),
    constraint evaluation_campaign_published check ((status = 'PUBLISHED') = (published_at is not null))
);
create index evaluation_campaign_by_community on evaluation_campaign (district_id, community_id, id);

-- One of the voices heard. Without a score the leg is missing: its weight then goes to the other legs in proportion.
create table evaluation_leg (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    campaign_id  uuid not null,
    kind         evaluation_leg_kind not null,
    weight       int not null,
    score        numeric(5, 2),
    ballot_count int not null default 0,
    created_at   timestamptz not null default now(),
    version      int not null default 1,
    constraint evaluation_leg_pk primary key (district_id, id),
    constraint evaluation_leg_unique unique (district_id, campaign_id, kind),
    constraint evaluation_leg_weight_range check (weight between 1 and 100),
    constraint evaluation_leg_score_range check (score between 0 and 100),
    constraint evaluation_leg_ballots_score check (ballot_count >= 0 and (score is null or ballot_count > 0))
);

alter table evaluation add constraint evaluation_author_fk
    foreign key (district_id, author_id) references resident (district_id, id);
alter table evaluation_campaign add constraint evaluation_campaign_community_fk
    foreign key (district_id, community_id) references community (district_id, id);
alter table evaluation_leg add constraint evaluation_leg_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);

select protect('evaluation');
select protect('evaluation_campaign');
select protect('evaluation_leg');
