-- The rows of type CalendarDay: the district's own, and of the State Council's those that the district leaves as they are.
select d.id, d.day, d.kind, d.name, d.statutory, d.version
  from (select c.id, c.day, c.kind, c.name, false as statutory, c.version
          from calendar_day c
         where c.district_id = :district
         union all
        select s.id, s.day, s.kind, s.name, true, null
          from statutory_day s
         where not exists (select from calendar_day o where o.district_id = :district and o.day = s.day)) d
