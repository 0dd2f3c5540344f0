-- Administrators whom operators invite into districts that are in use, rows of the platform. A person is invited once; whoever is invited again is so as the same.

create type administrator_invitation_status as enum ('REQUESTED', 'REGISTERED', 'CONNECTED', 'FAILED');

create table administrator_invitation (
    district_id     uuid not null,
    id              uuid not null,
    -- The district.
    target_id       uuid not null,
    username        text not null,
    email           text not null,
    name            text not null,
    status          administrator_invitation_status not null default 'REQUESTED',
    -- As whom the person stands in the district's register of staff; null before that is known.
    member_id       uuid,
    obstacle        onboarding_obstacle,
    account_failure account_failure,
    mailed_at       timestamptz,
    -- The operator.
    requested_by    uuid not null,
    requested_at    timestamptz not null,
    version         int not null default 1,
    constraint administrator_invitation_pk primary key (district_id, id),
    constraint administrator_invitation_once unique (district_id, target_id, username, email),
    constraint administrator_invitation_failed check ((status = 'FAILED') = (account_failure is not null))
);

select protect('administrator_invitation');
