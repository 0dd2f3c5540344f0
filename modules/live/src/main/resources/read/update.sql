-- The rows of type Update: the log in the order in which it is told. Lines are found by their place, and never places by their lines: a plan
-- that begins with the lines goes through all of them.
select e.id, f.position, e.name as type, e.at, e.reason, e.from_state, e.to_state, e.actor_roles, e.actor::text as actor,
       e.street_id, e.community_id, e.grid_id, e.subject_type, e.subject_id, e.payload
  from feed f
       cross join lateral (select * from event e where e.district_id = :district and e.id = f.event_id offset 0) e
 where f.district_id = :district
