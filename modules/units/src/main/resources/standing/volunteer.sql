-- The account of a volunteer is VOLUNTEER; of one who is a resident, while that person lives in the district and is not suspended.
select 'VOLUNTEER' as role, v.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from volunteer v
 where v.district_id = :district
   and v.subject = :subject
   and not exists (select from resident r
                    where r.district_id = :district and r.id = v.resident_id
                      and r.status::text in ('MOVED_OUT', 'SUSPENDED', 'ERASED'))
