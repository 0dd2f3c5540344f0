-- The rows of type RoleGrant.
select g.id, g.member_id, g.role, g.status, 'account_' || g.proposed_by::text as proposed_by, 'account_' || g.confirmed_by::text as confirmed_by,
       g.settled_at, g.created_at
  from role_grant g
 where g.district_id = :district and has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR')
