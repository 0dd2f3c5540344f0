-- The rows of type CompoundProperty: which company runs which compound, from one day to another.
select x.id, x.company_id, x.compound_id, x.valid_from, x.valid_to
  from compound_property x
 where x.district_id = :district
