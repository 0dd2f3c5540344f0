-- How many streams were open; null where nobody has counted since.
alter table district_size add column open_streams bigint;
