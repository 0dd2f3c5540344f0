-- Where a pairing is: in the community of its compound.
select null::uuid as street_id, c.community_id, null::uuid as grid_id
  from pairing p
  join compound c on c.district_id = p.district_id and c.id = p.compound_id
 where p.district_id = :district and c.district_id = :district and p.id = :id
