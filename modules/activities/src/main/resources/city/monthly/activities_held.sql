select a.starts_at as at, 1 as amount, null::uuid as person
  from activity a
 where a.district_id = :district and a.status in ('ENDED', 'REPORTED', 'ARCHIVED')
