-- Where an activity is: in its grid, community or street; nowhere where it is for the whole district.
select case when a.community_id is null then a.street_id end as street_id,
       case when a.grid_id is null then a.community_id end as community_id,
       a.grid_id
  from activity a
 where a.district_id = :district and a.id = :id
