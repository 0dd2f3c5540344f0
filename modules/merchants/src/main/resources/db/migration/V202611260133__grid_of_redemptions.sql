-- The grid in which the resident lived when redeeming (DOMAIN.md G8), as an enrolment keeps it.
alter table redemption add grid_id uuid;
update redemption e set grid_id = r.grid_id from resident r where r.district_id = e.district_id and r.id = e.resident_id;
