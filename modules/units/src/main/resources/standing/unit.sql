-- The account that a unit names as its contact is UNIT_CONTACT.
select 'UNIT_CONTACT' as role, u.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from unit u
 where u.district_id = :district
   and u.contact_subject = :subject
