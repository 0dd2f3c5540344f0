-- The rows of type Update: the log in the order in which it is told.
select e.id, f.position, e.name as type, e.at, e.reason, e.from_state, e.to_state, e.actor_roles, e.actor::text as actor,
       e.street_id, e.community_id, e.grid_id, e.subject_type, e.subject_id, e.payload
  from feed f
  join event e on e.district_id = f.district_id and e.id = f.event_id
 where f.district_id = :district and e.district_id = :district
