-- The rows of type Shift. How many signed up is public; who did is not.
select s.id, s.project_id, s.starts_at, s.ends_at, s.place, s.mode, s.capacity, s.teacher_id, s.version,
       s.cancelled_at, s.cancel_reason,
       (select count(*)::int from shift_sign_up u
         where u.district_id = :district and u.shift_id = s.id and u.status <> 'CANCELLED') as sign_up_count
  from shift s
 where s.district_id = :district
