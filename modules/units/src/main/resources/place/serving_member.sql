-- Where a service registration is: in the community reported to.
select null::uuid as street_id, s.community_id, null::uuid as grid_id
  from serving_member s
 where s.district_id = :district and s.id = :id
