-- Where a redemption is: with the merchant, who does not learn where the resident lives.
select null::uuid as street_id, null::uuid as community_id, m.grid_id
  from redemption d
  join merchant m on m.district_id = d.district_id and m.id = d.merchant_id
 where d.district_id = :district and m.district_id = :district and d.id = :id
