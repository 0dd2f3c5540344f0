-- A serving member as the subject of an evaluation, with the accounts that are the person's: as a volunteer and as a resident.
select v.name, s.community_id,
       array_remove(array[v.subject, (select r.subject from resident r where r.district_id = $1 and r.id = v.resident_id)], null) as accounts
  from serving_member s
  join volunteer v on v.district_id = $1 and v.id = s.volunteer_id
 where s.district_id = $1 and s.id = $2::uuid
