-- Until when identity and residence are to be verified, by the district's calendar; it runs until both are.
alter table resident
    add column verify_by timestamptz,
    add constraint resident_verify_by_unverified check (verify_by is null or status in ('REGISTERED', 'IDENTITY_VERIFIED'));
create index resident_by_verification on resident (district_id, verify_by) where verify_by is not null;
