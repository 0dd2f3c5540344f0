select row_to_json(d) from (
  select (select row_to_json(x) from (
    select 'activity_' || a.id as id, a.title, a.venue, a.starts_at as "startsAt", a.ends_at as "endsAt", a.capacity
      from activity a where a.id = $2::uuid) x) as activity) d
