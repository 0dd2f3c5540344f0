-- The account of a volunteer is VOLUNTEER.
select 'VOLUNTEER' as role, v.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from volunteer v
 where v.district_id = :district
   and v.subject = :subject
