-- Where a merchant is: in the grid in which it trades.
select null::uuid as street_id, null::uuid as community_id, m.grid_id
  from merchant m
 where m.district_id = :district and m.id = :id
