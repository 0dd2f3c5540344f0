-- The rows of type AdministratorInvitation.
select i.id, i.target_id, i.username, i.email, i.name, i.status, i.obstacle, i.account_failure, i.mailed_at, i.requested_at, i.version
  from administrator_invitation i
 where i.district_id = :district and has_role('PLATFORM_ADMIN')
