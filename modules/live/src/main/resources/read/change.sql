-- The rows of type Change. They are reached through their record only, so whoever sees the record sees them.
select e.id, e.subject_id, e.name as event, e.from_state, e.to_state, e.at, e.reason, e.actor_roles, e.actor::text as actor
  from event e
 where e.district_id = :district
