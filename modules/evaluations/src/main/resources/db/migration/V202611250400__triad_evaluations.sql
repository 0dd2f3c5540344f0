-- Triad evaluations in full (DOMAIN.md S19): what is evaluated and by whom, ballots that nobody can lead back to a voter, appeals.

create type missing_leg_rule as enum ('IN_PROPORTION');
create type missing_leg_cause as enum ('TOO_FEW', 'STRUCK');
-- What a draft has to keep; answered, and in no table.
create type evaluation_rule as enum
    ('SUBJECT', 'PERIOD', 'ITEMS', 'LEGS', 'SELF_LEG', 'PARTY_VOTERS', 'MINIMUM_BALLOTS', 'APPEAL_DAYS');

-- A change writes a new edition and leaves the earlier ones: what was once proposed can be read again.
create table evaluation_item (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    campaign_id uuid not null,
    edition     int not null,
    number      int not null,
    title       text not null,
    weight      int not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint evaluation_item_pk primary key (district_id, id),
    constraint evaluation_item_unique unique (district_id, campaign_id, edition, number),
    constraint evaluation_item_edition_from_one check (edition >= 1),
    constraint evaluation_item_few check (number between 1 and 20),
    constraint evaluation_item_title_length check (char_length(title) between 1 and 120),
    constraint evaluation_item_weight_range check (weight between 1 and 100)
);

create table evaluation_item_score (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    leg_id      uuid not null,
    item_id     uuid not null,
    score       numeric(5, 2) not null,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint evaluation_item_score_pk primary key (district_id, id),
    constraint evaluation_item_score_unique unique (district_id, leg_id, item_id),
    constraint evaluation_item_score_range check (score between 0 and 100)
);

-- Who may vote: for the party organisation whom the officer appointed, for the residents who lived there when it opened.
create table evaluation_voter (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    campaign_id uuid not null,
    kind        evaluation_leg_kind not null,
    resident_id uuid,
    duty_id     uuid,
    -- The account of the duty: it votes, whatever becomes of the duty.
    account     uuid,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint evaluation_voter_pk primary key (district_id, id),
    constraint evaluation_voter_resident_unique unique (district_id, campaign_id, kind, resident_id),
    constraint evaluation_voter_duty_unique unique (district_id, campaign_id, kind, duty_id),
    constraint evaluation_voter_one_hat check (num_nonnulls(resident_id, duty_id) = 1),
    constraint evaluation_voter_duty_has_account check ((duty_id is null) = (account is null)),
    constraint evaluation_voter_not_self check (kind <> 'SELF')
);
create index evaluation_voter_by_account on evaluation_voter (district_id, account, campaign_id);
create index evaluation_voter_by_resident on evaluation_voter (district_id, resident_id, campaign_id);
create index evaluation_voter_by_duty on evaluation_voter (district_id, duty_id);

-- That somebody voted, and no more. Nothing here leads to a ballot: no time, no leg, and an id that is random.
create table evaluation_receipt (
    district_id uuid not null,
    id          uuid not null default gen_random_uuid(),
    campaign_id uuid not null,
    account     uuid not null,
    -- Also the person behind the account, so that a second account of the same resident has no second ballot.
    resident_id uuid,
    constraint evaluation_receipt_pk primary key (district_id, id),
    constraint evaluation_receipt_once unique (district_id, campaign_id, account),
    constraint evaluation_receipt_once_each unique (district_id, campaign_id, resident_id)
);
create index evaluation_receipt_by_account on evaluation_receipt (district_id, account);

-- What somebody said, a score for each item by number. Nothing here leads to a voter. When voting ends both tables are written
-- anew in random order, so that neither the place of a row nor its transaction tells what was written together.
create table evaluation_ballot (
    district_id uuid not null,
    id          uuid not null default gen_random_uuid(),
    campaign_id uuid not null,
    leg_id      uuid not null,
    scores      int[] not null,
    constraint evaluation_ballot_pk primary key (district_id, id),
    constraint evaluation_ballot_whole check (cardinality(scores) between 1 and 20 and array_position(scores, null) is null),
    constraint evaluation_ballot_score_range check (0 <= all (scores) and 100 >= all (scores))
);
create index evaluation_ballot_by_campaign on evaluation_ballot (district_id, campaign_id, id);
create index evaluation_ballot_by_leg on evaluation_ballot (district_id, leg_id);

create table evaluation_appeal (
    district_id uuid not null,
    id          uuid not null default uuidv7(),
    campaign_id uuid not null,
    reason      text not null,
    filed_at    timestamptz not null default now(),
    -- Null where the appeal was turned down.
    struck_leg  evaluation_leg_kind,
    decision    text,
    decided_at  timestamptz,
    created_at  timestamptz not null default now(),
    version     int not null default 1,
    constraint evaluation_appeal_pk primary key (district_id, id),
    constraint evaluation_appeal_once unique (district_id, campaign_id),
    constraint evaluation_appeal_reason_length check (char_length(reason) between 1 and 2000),
    constraint evaluation_appeal_decision_length check (char_length(decision) between 1 and 2000),
    constraint evaluation_appeal_decided_whole check ((decision is null) = (decided_at is null)),
    constraint evaluation_appeal_strikes_decided check (struck_leg is null or decision is not null)
);

alter table evaluation_campaign
    -- Null where the whole community evaluates.
    add column grid_id uuid,
    -- The serving member, unit, property company or merchant; null for another body, and where it was written before these were kept.
    add column subject_id uuid,
    add column edition int not null default 1,
    -- A leg with fewer ballots is missing; nothing below it is ever told.
    add column minimum_ballots int not null default 5,
    add column missing_legs missing_leg_rule not null default 'IN_PROPORTION',
    -- Days, counted from the score, in which the subject may appeal.
    add column appeal_days int not null default 7,
    add column scored_at timestamptz,
    -- The account that scored: another one decides an appeal.
    add column scored_by uuid,
    add column score numeric(5, 2),
    add constraint evaluation_campaign_other_body check (subject_kind <> 'OTHER_BODY' or subject_id is null),
    add constraint evaluation_campaign_edition_from_one check (edition >= 1),
    add constraint evaluation_campaign_minimum check (minimum_ballots between 3 and 1000),
    add constraint evaluation_campaign_appeal_days check (appeal_days between 0 and 60),
    add constraint evaluation_campaign_score_range check (score between 0 and 100),
    add constraint evaluation_campaign_scored check (score is null or status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED'));
create index evaluation_campaign_by_subject on evaluation_campaign (district_id, subject_id);

alter table evaluation_leg
    -- By the decision of an appeal the leg counts no more.
    add column struck boolean not null default false,
    add constraint evaluation_leg_struck_no_score check (not struck or score is null);

update evaluation_campaign c
   set score = (select round(sum(l.score * l.weight) / sum(l.weight) filter (where l.score is not null), 2)
                  from evaluation_leg l
                 where l.district_id = c.district_id and l.campaign_id = c.id)
 where c.status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED');

alter table evaluation_campaign add constraint evaluation_campaign_grid_fk
    foreign key (district_id, community_id, grid_id) references grid (district_id, community_id, id);
alter table evaluation_item add constraint evaluation_item_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);
alter table evaluation_item_score add constraint evaluation_item_score_leg_fk
    foreign key (district_id, leg_id) references evaluation_leg (district_id, id);
alter table evaluation_item_score add constraint evaluation_item_score_item_fk
    foreign key (district_id, item_id) references evaluation_item (district_id, id);
alter table evaluation_voter add constraint evaluation_voter_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);
alter table evaluation_voter add constraint evaluation_voter_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table evaluation_voter add constraint evaluation_voter_duty_fk
    foreign key (district_id, duty_id) references duty (district_id, id);
alter table evaluation_receipt add constraint evaluation_receipt_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);
alter table evaluation_receipt add constraint evaluation_receipt_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table evaluation_ballot add constraint evaluation_ballot_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);
alter table evaluation_ballot add constraint evaluation_ballot_leg_fk
    foreign key (district_id, leg_id) references evaluation_leg (district_id, id);
alter table evaluation_appeal add constraint evaluation_appeal_campaign_fk
    foreign key (district_id, campaign_id) references evaluation_campaign (district_id, id);

select protect('evaluation_item');
select protect('evaluation_item_score');
select protect('evaluation_voter');
select protect('evaluation_receipt');
select protect('evaluation_ballot');
select protect('evaluation_appeal');
