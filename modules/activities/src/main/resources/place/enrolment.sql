-- Where an enrolment is: where its activity takes place.
select case when a.community_id is null then a.street_id end as street_id,
       case when a.grid_id is null then a.community_id end as community_id,
       a.grid_id
  from enrolment x
  join activity a on a.district_id = x.district_id and a.id = x.activity_id
 where x.district_id = :district and a.district_id = :district and x.id = :id
