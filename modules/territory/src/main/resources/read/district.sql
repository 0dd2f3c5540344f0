-- The rows of type District: the one of the request. The registry of districts is a reference table, so its id binds the district; it is
-- told as the parameter, so that what belongs to the district is found by that and not by a value from a row.
select :district as id, d.code, d.name, d.time_zone, d.sample, d.live_since, d.frozen_at
  from district d
 where d.id = :district
