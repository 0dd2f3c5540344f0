-- Districts that ask to come on board, rows of the platform. What they say of a person stands here and nowhere else, and goes in time.

create type application_status as enum ('SUBMITTED', 'CONFIRMED', 'OPENED', 'DECLINED');
create type application_problem as enum ('CODE_MALFORMED', 'EMAIL_MALFORMED', 'PHONE_MALFORMED', 'CODE_TAKEN', 'NAME_TAKEN');

create table district_application (
    district_id   uuid not null,
    id            uuid not null,
    code          text not null,
    name          text not null,
    contact       text not null,
    -- In lower case.
    email         text not null,
    phone         text not null,
    unit          text not null,
    remark        text,
    sample        boolean not null,
    language      language not null,
    status        application_status not null default 'SUBMITTED',
    -- SHA-256 of the token in the last letter that confirms the address.
    token_hash    text,
    applied_at    timestamptz not null default now(),
    confirmed_at  timestamptz,
    decided_at    timestamptz,
    reason        text,
    onboarding_id uuid,
    version       int not null default 1,
    constraint district_application_pk primary key (district_id, id),
    constraint district_application_token_unique unique (district_id, token_hash),
    constraint district_application_code_form check (code ~ '^[0-9]{6}$'),
    constraint district_application_confirmed check ((confirmed_at is null) = (status = 'SUBMITTED')),
    constraint district_application_decided check ((decided_at is null) = (status in ('SUBMITTED', 'CONFIRMED')))
);
create index district_application_by_email on district_application (district_id, email, applied_at);

select protect('district_application');
