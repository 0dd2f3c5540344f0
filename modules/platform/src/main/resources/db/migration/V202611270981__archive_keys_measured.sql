-- Since when a district has a key for its archives, as it was when its sizes were measured; without one no archive of it is made.
alter table district_size add column archive_key_at timestamptz;
