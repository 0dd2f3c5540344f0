-- The rows of type SetupItem: a line for each step, counted from the district's rows. What lacks something is missing. Nobody answers for what
-- is invented.
select overlay(d.id::text placing lpad(i.n::text, 4, '0') from 1 for 4)::uuid as id, i.step, i.count, i.lacking,
       case when i.lacking > 0 then 'MISSING' when i.count > 0 then 'DONE' else 'OPTIONAL' end::setup_state as state
  from district d,
       lateral (values
           (1, 'PACKAGES'::setup_step,
            (select count(*) from district_settings s where s.district_id = :district and s.packages is not null)::int, 0),
           (2, 'CALENDAR',
            (select count(*) from working_week w where w.district_id = :district)::int, 0),
           (3, 'TERRITORY',
            (select count(*) from grid g where g.district_id = :district and g.status = 'ACTIVE')::int,
            (not exists (select from street s where s.district_id = :district and s.retired_at is null))::int
            + (not exists (select from community c where c.district_id = :district and c.retired_at is null))::int
            + (not exists (select from grid g where g.district_id = :district and g.status = 'ACTIVE'))::int),
           (4, 'STAFF',
            (select count(*) from staff_member m
              where m.district_id = :district
                and exists (select from role_grant r
                             where r.district_id = :district and r.member_id = m.id and r.status = 'GIVEN'))::int,
            (not d.sample
             and not exists (select from role_grant r
                              where r.district_id = :district and r.role = 'DISTRICT_OFFICER' and r.status = 'GIVEN'))::int
            + (not exists (select from duty y
                            where y.district_id = :district and y.role = 'GRID_WORKER' and y.status = 'CONFIRMED'
                              and y.valid_from <= (now() at time zone d.time_zone)::date
                              and coalesce(y.valid_to > (now() at time zone d.time_zone)::date, true)))::int),
           (5, 'RESIDENTS',
            (select count(*) from resident r where r.district_id = :district)::int,
            (not exists (select from resident r where r.district_id = :district))::int),
           (6, 'MERCHANTS',
            (select count(*) from merchant m where m.district_id = :district)::int,
            (not exists (select from merchant m where m.district_id = :district))::int),
           (7, 'CLIENTS',
            (select count(*) from client c where c.district_id = :district and c.status <> 'WITHDRAWN')::int, 0),
           (8, 'ARCHIVE_KEY',
            (select count(*) from archive_key k where k.district_id = :district)::int, 0)
       ) i(n, step, count, lacking)
 where d.id = :district
   and (i.step <> 'MERCHANTS' or 'MERCHANTS'::package = any(packages_of(:district)))
   and has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER')
