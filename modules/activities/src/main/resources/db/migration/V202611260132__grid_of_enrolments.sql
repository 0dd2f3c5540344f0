-- The grid in which the resident lived when enrolling: a move, a split or a merger rewrites no old record (DOMAIN.md G8). It is the resident's
-- own, which refers to the grid; a second reference would have an enrolment and a split of the grid wait for each other. An older server that
-- still runs writes none.
alter table enrolment add grid_id uuid;
update enrolment e set grid_id = r.grid_id from resident r where r.district_id = e.district_id and r.id = e.resident_id;
create index enrolment_by_grid on enrolment (district_id, grid_id, enrolled_at, id);
