-- A place in an activity may cost points (DOMAIN.md S05).

alter table activity add points_cost int not null default 0;
alter table activity add constraint activity_points_cost_range check (points_cost between 0 and 10000);

-- Waited for a seat, and had not the points when there was one.
alter type enrolment_status add value 'DROPPED';
