-- The rows of the operators' type UsualWorkingTime.
select u.id, u.weekday, u.opens_at, u.closes_at
  from usual_working_time u
 where has_role('PLATFORM_ADMIN')
