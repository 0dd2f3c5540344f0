-- An account is a member of one district at most.

-- Reference table: of two districts that want the same account at the same moment, the key lets one have it.
create table membership (
    subject     uuid not null,
    -- Null once the account has left.
    district_id uuid,
    constraint membership_pk primary key (subject),
    constraint membership_in_district foreign key (district_id) references district (id)
);
grant select, insert, update on membership to linli_app;
