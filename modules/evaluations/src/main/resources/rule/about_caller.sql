-- Whether an evaluation c is about the caller, under any account of that person or body, whatever office that account also has.
exists (select from merchant m
         where m.district_id = :district and m.id = c.subject_id and m.contact_subject = :subject)
or exists (select from unit u
            where u.district_id = :district and u.id = c.subject_id and u.contact_subject = :subject)
or exists (select from property_company p
            where p.district_id = :district and p.id = c.subject_id and p.contact_subject = :subject)
or exists (select from serving_member s
             join volunteer w on w.district_id = s.district_id and w.id = s.volunteer_id
            where s.district_id = :district and w.district_id = :district and s.id = c.subject_id
              and (w.subject = :subject
                   or exists (select from resident r
                               where r.district_id = :district and r.id = w.resident_id and r.subject = :subject)))
