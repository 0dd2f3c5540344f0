-- A unit as the subject of an evaluation, with the account that answers for it. Any community may evaluate it.
select u.name, null::uuid as community_id, array_remove(array[u.contact_subject], null) as accounts
  from unit u
 where u.district_id = $1 and u.id = $2::uuid
