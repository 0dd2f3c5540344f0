-- Whether the district ever had an officer. One who never had an account is nobody.
exists (select from role_grant o
          join staff_member m on m.district_id = :district and m.id = o.member_id and m.subject is not null
         where o.district_id = :district and o.role = 'DISTRICT_OFFICER'
           and (o.status = 'GIVEN' or (o.status = 'WITHDRAWN' and (o.confirmed_by is not null or o.proposed_by is null))))
