-- The account that a merchant names as its contact is MERCHANT, until the merchant has left.
select 'MERCHANT' as role, m.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from merchant m
 where m.district_id = :district
   and m.contact_subject = :subject
   and m.status <> 'EXITED'
