-- Until when an activity that was handed in is to be approved or sent back, by the district's calendar; it runs while it is SUBMITTED.
alter table activity
    add column approve_by timestamptz,
    add constraint activity_approve_by_submitted check (approve_by is null or status = 'SUBMITTED');
create index activity_by_approval on activity (district_id, approve_by) where approve_by is not null;
