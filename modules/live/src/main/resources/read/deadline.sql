-- The rows of type Deadline: those of the district, and the usual ones where it has none of its own.
select d.id, d.kind, d.amount, d.unit, d.version
  from (select o.id, o.kind, o.amount, o.unit, o.version
          from deadline o
         where o.district_id = :district
         union all
        select u.id, u.kind, u.amount, u.unit, null
          from usual_deadline u
         where not exists (select from deadline o where o.district_id = :district and o.kind = u.kind)) d
