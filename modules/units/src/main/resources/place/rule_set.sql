-- Where a set of rules is: in the street whose alliance has it.
select r.street_id, null::uuid as community_id, null::uuid as grid_id
  from rule_set r
 where r.district_id = :district and r.id = :id
