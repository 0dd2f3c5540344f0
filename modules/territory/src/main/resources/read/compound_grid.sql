-- The rows of type CompoundGrid: which compound and which grid cover each other.
select x.id, x.compound_id, x.grid_id
  from compound_grid x
 where x.district_id = :district
