-- Where a triad evaluation is: in the grid or community that evaluates.
select null::uuid as street_id, case when c.grid_id is null then c.community_id end as community_id, c.grid_id
  from evaluation_campaign c
 where c.district_id = :district and c.id = :id
