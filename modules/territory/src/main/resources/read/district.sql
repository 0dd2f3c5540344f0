-- The rows of type District: the one of the request. The registry of districts is a reference table, so its id binds the district.
select d.id, d.code, d.name, d.time_zone, d.sample
  from district d
 where d.id = :district
