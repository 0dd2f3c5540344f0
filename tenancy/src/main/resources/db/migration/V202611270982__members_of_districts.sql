-- A district's members are gone through a page at a time.
create index membership_of_district on membership (district_id, subject);
