-- In which cell a district that comes on board is to live.

alter type district_problem add value 'CELL_UNKNOWN';
alter table onboarding add column cell text not null default 'home';
