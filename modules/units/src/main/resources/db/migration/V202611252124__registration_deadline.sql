-- Until when unit and community are to confirm a service registration, by the district's calendar; it runs until both have.
alter table serving_member
    add column confirm_by timestamptz,
    add constraint serving_member_confirm_by_unconfirmed check (confirm_by is null or status in ('FILED', 'UNIT_CONFIRMED'));
create index serving_member_by_confirmation on serving_member (district_id, confirm_by) where confirm_by is not null;
