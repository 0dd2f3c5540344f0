-- The roles that were taken away from an account, or refused to it, and not given again.
select g.role::text as role
  from staff_member m
  join role_grant g on g.district_id = m.district_id and g.member_id = m.id
 where m.district_id = :district
   and g.district_id = :district
   and m.subject = :subject
   and g.status in ('DECLINED', 'WITHDRAWN')
   and not exists (select from role_grant o
                    where o.district_id = :district and o.member_id = g.member_id and o.role = g.role and o.status = 'GIVEN')
