-- The rows of type DistrictApplication: those whose address was confirmed.
select a.id, a.code, a.name, a.contact, a.email, a.phone, a.unit, a.remark, a.sample, a.language, a.status, a.applied_at, a.confirmed_at,
       a.decided_at, a.reason, a.version, a.onboarding_id,
       case when a.status = 'CONFIRMED' then
           case when exists (select from district d where d.code = a.code)
                  or exists (select from onboarding o where o.district_id = :district and o.code = a.code and o.status <> 'CANCELLED')
                then array['CODE_TAKEN'::application_problem] else '{}' end
           || case when exists (select from district d where d.name = a.name)
                     or exists (select from onboarding o where o.district_id = :district and o.name = a.name and o.status <> 'CANCELLED')
                   then array['NAME_TAKEN'::application_problem] else '{}' end
           else '{}' end as problems
  from district_application a
 where a.district_id = :district and a.status <> 'SUBMITTED' and has_role('PLATFORM_ADMIN')
