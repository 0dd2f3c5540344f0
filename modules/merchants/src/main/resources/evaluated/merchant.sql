-- A merchant as the subject of an evaluation, with the account that answers for it.
select m.name, m.community_id, array_remove(array[m.contact_subject], null) as accounts
  from merchant m
 where m.district_id = $1 and m.id = $2::uuid
