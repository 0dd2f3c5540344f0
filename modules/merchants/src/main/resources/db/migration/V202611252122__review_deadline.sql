-- Until when a service that was handed in is to be reviewed, by the district's calendar; it runs while it is SUBMITTED.
alter table merchant_service
    add column review_by timestamptz,
    add constraint merchant_service_review_by_submitted check (review_by is null or status = 'SUBMITTED');
create index merchant_service_by_review on merchant_service (district_id, review_by) where review_by is not null;
