-- The rows of type WorkingTime: those of the district, or the usual ones while it has none of its own.
select w.id, :district as district_id, w.weekday, w.opens_at, w.closes_at, w.version
  from (select t.id, t.weekday, t.opens_at, t.closes_at,
               (select k.version from working_week k where k.district_id = :district) as version
          from working_time t
         where t.district_id = :district
         union all
        select u.id, u.weekday, u.opens_at, u.closes_at, null
          from usual_working_time u
         where not exists (select from working_week o where o.district_id = :district)) w
