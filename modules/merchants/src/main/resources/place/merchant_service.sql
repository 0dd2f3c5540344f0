-- Where a service is: with its merchant.
select null::uuid as street_id, null::uuid as community_id, m.grid_id
  from merchant_service s
  join merchant m on m.district_id = s.district_id and m.id = s.merchant_id
 where s.district_id = :district and m.district_id = :district and s.id = :id
