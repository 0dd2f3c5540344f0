-- The rows of type EvaluationVoter: whom an officer appointed. Reached through an evaluation; that of residents is nobody's to list.
select v.id, v.campaign_id, v.resident_id, v.duty_id
  from evaluation_voter v
  join evaluation_campaign c on c.district_id = v.district_id and c.id = v.campaign_id
 where v.district_id = :district
   and c.district_id = :district
   and v.kind = 'PARTY_ORGANISATION'
   and (has_role('DISTRICT_OFFICER')
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = c.community_id and g.id = coalesce(c.grid_id, g.id)
                      and sees(g.id, 'STREET_OFFICER')))
   -- Not for whom it is about, under any account of that person or body, whatever office that account also has.
   and not exists (select from merchant m
                    where m.district_id = :district and m.id = c.subject_id and m.contact_subject = :subject)
   and not exists (select from unit u
                    where u.district_id = :district and u.id = c.subject_id and u.contact_subject = :subject)
   and not exists (select from property_company p
                    where p.district_id = :district and p.id = c.subject_id and p.contact_subject = :subject)
   and not exists (select from serving_member s
                     join volunteer w on w.district_id = s.district_id and w.id = s.volunteer_id
                    where s.district_id = :district and w.district_id = :district and s.id = c.subject_id
                      and (w.subject = :subject
                           or exists (select from resident r
                                       where r.district_id = :district and r.id = w.resident_id and r.subject = :subject)))
