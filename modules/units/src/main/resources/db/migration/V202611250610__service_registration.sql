-- The life of a service registration (DOMAIN.md S17). A transfer closes one and opens the next, so a volunteer has one at a time.

alter table serving_member drop constraint serving_member_volunteer_unique;
create unique index serving_member_volunteer_unique on serving_member (district_id, volunteer_id)
    where status not in ('TRANSFERRED', 'ENDED');
create index serving_member_by_volunteer on serving_member (district_id, volunteer_id, id);

alter table serving_member add availability text;
alter table serving_member add pledge text;
alter table serving_member add reviewed_on date;
alter table serving_member add review text;
alter table serving_member add ended_on date;
alter table serving_member add end_reason text;
-- The registration that this one continues elsewhere.
alter table serving_member add predecessor_id uuid;
alter table serving_member add constraint serving_member_availability_length check (char_length(availability) between 1 and 200);
alter table serving_member add constraint serving_member_pledge_length check (char_length(pledge) between 1 and 500);
alter table serving_member add constraint serving_member_review_length check (char_length(review) between 1 and 4000);
alter table serving_member add constraint serving_member_end_reason_length check (char_length(end_reason) between 1 and 500);
alter table serving_member add constraint serving_member_predecessor_unique unique (district_id, predecessor_id);

alter table serving_member add constraint serving_member_predecessor_fk
    foreign key (district_id, predecessor_id) references serving_member (district_id, id);
