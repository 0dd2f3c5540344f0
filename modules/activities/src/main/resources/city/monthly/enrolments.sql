select e.enrolled_at as at, 1 as amount, e.resident_id as person
  from enrolment e
 where e.district_id = :district and e.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')
