-- The account of a volunteer who reported for service is SERVING_MEMBER, once the community has accepted and until the service ends; not
-- while the person is suspended.
select 'SERVING_MEMBER' as role, s.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from serving_member s
  join volunteer v on v.district_id = s.district_id and v.id = s.volunteer_id
 where s.district_id = :district
   and v.district_id = :district
   and v.subject = :subject
   and s.status in ('COMMUNITY_ACCEPTED', 'ACTIVE', 'REVIEWED')
   and not exists (select from resident r
                    where r.district_id = :district and r.id = v.resident_id
                      and r.status::text in ('MOVED_OUT', 'SUSPENDED', 'ERASED'))
