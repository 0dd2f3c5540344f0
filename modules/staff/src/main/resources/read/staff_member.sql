-- The rows of type StaffMember.
select m.id, 'account_' || m.subject::text as account, m.name, m.username, m.email, m.status, m.failure, m.mailed_at, m.created_at,
       m.invited_by is not null as invited
  from staff_member m
 where m.district_id = :district and has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR')
