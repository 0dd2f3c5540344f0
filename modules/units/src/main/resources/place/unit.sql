-- Where a unit is: in the street to whose alliance it belongs.
select u.street_id, null::uuid as community_id, null::uuid as grid_id
  from unit u
 where u.district_id = :district and u.id = :id
