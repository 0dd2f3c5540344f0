-- The rows of type Onboarding.
select o.id, o.code, o.name, o.time_zone, o.sample, o.admin_username, o.admin_email, o.admin_name, o.packages, o.language, o.status, o.obstacle, o.account_failure, o.requested_at,
       o.ready_at, o.mailed_at, o.version, o.cell,
       (select d.id from district d where d.id = o.target_id) as target_id
  from onboarding o
 where o.district_id = :district and has_role('PLATFORM_ADMIN')
