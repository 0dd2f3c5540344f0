-- For whom the archives of a district are sealed, so that no operator reads one; and archives that cannot be made.

create table archive_key (
    district_id uuid not null,
    id          uuid not null,
    -- X25519, in base64url; the other half is told to an officer of the district once, and kept nowhere here.
    public_key  text not null,
    issued_at   timestamptz not null,
    constraint archive_key_pk primary key (district_id, id),
    constraint archive_key_one unique (district_id),
    constraint archive_key_in_district foreign key (district_id) references district (id)
);
grant select, insert, update on archive_key to linli_app;
select protect('archive_key');

alter type archive_status add value 'FAILED';
create type archive_obstacle as enum ('KEY_MISSING', 'GIVEN_UP');
alter table archive
    add column failed_at timestamptz,
    add column obstacle  archive_obstacle,
    add constraint archive_fails_for_a_reason check ((failed_at is null) = (obstacle is null)),
    add constraint archive_ends_one_way check (num_nonnulls(made_at, failed_at) <= 1);
grant update (failed_at, obstacle) on archive to linli_app;
