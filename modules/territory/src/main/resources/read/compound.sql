-- The rows of type Compound.
select c.id, c.code, c.name, c.community_id, c.retired_at, c.version
  from compound c
 where c.district_id = :district
