-- What the life of a pairing leaves behind, and who has taken note of the alliance's rules (DOMAIN.md S14).

alter table pairing add reviewed_on date;
alter table pairing add review text;
alter table pairing add renewed_on date;
alter table pairing add end_reason text;
alter table pairing add constraint pairing_review_length check (char_length(review) between 1 and 4000);
alter table pairing add constraint pairing_end_reason_length check (char_length(end_reason) between 1 and 500);
alter table pairing add constraint pairing_end_reason_of_ended check (end_reason is null or status = 'ENDED');
create index pairing_by_unit on pairing (district_id, unit_id, id);

create table rule_acknowledgement (
    district_id     uuid not null,
    id              uuid not null default uuidv7(),
    rule_edition_id uuid not null,
    unit_id         uuid not null,
    acknowledged_at timestamptz not null default now(),
    created_at      timestamptz not null default now(),
    version         int not null default 1,
    constraint rule_acknowledgement_pk primary key (district_id, id),
    constraint rule_acknowledgement_once unique (district_id, rule_edition_id, unit_id)
);
create index rule_acknowledgement_by_unit on rule_acknowledgement (district_id, unit_id, id);

alter table rule_acknowledgement add constraint rule_acknowledgement_edition_fk
    foreign key (district_id, rule_edition_id) references rule_edition (district_id, id);
alter table rule_acknowledgement add constraint rule_acknowledgement_unit_fk
    foreign key (district_id, unit_id) references unit (district_id, id);

select protect('rule_acknowledgement');
