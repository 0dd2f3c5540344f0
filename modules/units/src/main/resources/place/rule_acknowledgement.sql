-- Where an acknowledgement is: in the street of its unit.
select u.street_id, null::uuid as community_id, null::uuid as grid_id
  from rule_acknowledgement a
  join unit u on u.district_id = a.district_id and u.id = a.unit_id
 where a.district_id = :district and u.district_id = :district and a.id = :id
