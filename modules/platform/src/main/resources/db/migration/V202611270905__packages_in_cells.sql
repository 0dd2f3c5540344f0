-- What a district in another cell has switched on, as it was when its sizes were measured.
alter table district_size add column packages package[];
