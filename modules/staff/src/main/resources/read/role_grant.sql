-- The rows of type RoleGrant. Who confirms one is what Grant decides.
select g.id, g.member_id, g.role, g.status, 'account_' || g.proposed_by::text as proposed_by, 'account_' || g.confirmed_by::text as confirmed_by,
       (case when g.status <> 'PROPOSED' then null
            when g.proposed_by is distinct from :subject
                 and not exists (select from staff_member m where m.district_id = :district and m.id = g.member_id and m.subject = :subject)
                 and (has_role('DISTRICT_OFFICER') or has_role('DISTRICT_ADMIN') and g.role = 'DISTRICT_OFFICER' and not rule(had_officer))
              then 'CALLER'
            when g.role = 'DISTRICT_OFFICER' and not rule(had_officer) then 'ADMINISTRATOR'
            else 'OFFICER' end)::confirmer as confirmer,
       g.settled_at, g.created_at
  from role_grant g
 where g.district_id = :district and has_role('DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR')
