-- Few enrolments hold a code at a time; those that hold none are not to be written into its index.
drop index enrolment_by_check_in;
create index enrolment_by_check_in on enrolment (district_id, activity_id, check_in_hash) where check_in_hash is not null;
