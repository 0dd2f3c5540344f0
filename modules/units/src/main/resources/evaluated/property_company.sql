-- A property company as the subject of an evaluation, with the account that answers for it. Any community may evaluate it.
select p.name, null::uuid as community_id, array_remove(array[p.contact_subject], null) as accounts
  from property_company p
 where p.district_id = $1 and p.id = $2::uuid
