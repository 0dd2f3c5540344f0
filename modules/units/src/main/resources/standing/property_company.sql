-- The account that a property company names as its contact is PROPERTY_MANAGER.
select 'PROPERTY_MANAGER' as role, c.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from property_company c
 where c.district_id = :district
   and c.contact_subject = :subject
