-- What a suspension goes back to, and what people consent to.

alter table resident
    add column suspended_from resident_status,
    add constraint resident_suspended_from_life check
        (suspended_from is null or suspended_from in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE'));

create type consent_kind as enum ('GUARDIANSHIP', 'TAGS', 'PICTURES');

-- Only ever added to, but for the moment of withdrawal.
create table consent (
    district_id  uuid not null,
    id           uuid not null default uuidv7(),
    resident_id  uuid not null,
    kind         consent_kind not null,
    given_by     uuid not null,
    given_at     timestamptz not null default now(),
    withdrawn_at timestamptz,
    constraint consent_pk primary key (district_id, id),
    constraint consent_half_open check (withdrawn_at >= given_at)
);
create unique index consent_that_holds on consent (district_id, resident_id, kind) where withdrawn_at is null;
create index consent_by_resident on consent (district_id, resident_id, given_at);

alter table consent add constraint consent_resident_fk
    foreign key (district_id, resident_id) references resident (district_id, id);
alter table consent add constraint consent_given_by_fk
    foreign key (district_id, given_by) references resident (district_id, id);

select protect('consent');
revoke delete on consent from linli_app;
