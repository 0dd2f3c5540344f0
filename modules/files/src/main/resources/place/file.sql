-- Where a file is: where the record is that it is attached to. Of a visit that is the grid at its time.
select case when a.id is not null then case when a.community_id is null then a.street_id end
            else (select p.street_id
                    from shift_outcome o
                    join shift s on s.district_id = o.district_id and s.id = o.shift_id
                    join project p on p.district_id = s.district_id and p.id = s.project_id
                   where o.district_id = :district and s.district_id = :district and p.district_id = :district
                     and o.id = f.shift_outcome_id) end as street_id,
       case when a.grid_id is null then a.community_id end as community_id,
       coalesce(a.grid_id,
                (select m.grid_id from merchant m where m.district_id = :district and m.id = f.merchant_id),
                (select v.grid_id from merchant_visit v where v.district_id = :district and v.id = f.merchant_visit_id)) as grid_id
  from file f
  left join activity a on a.district_id = :district and a.id = f.activity_id
 where f.district_id = :district and f.id = :id
