-- The rows of type Ballot: of counted legs, once everything is counted. A leg with too few ballots has no score, so it has none here.
select b.id, b.campaign_id, l.kind as leg, b.scores
  from evaluation_ballot b
  join evaluation_leg l on l.district_id = b.district_id and l.id = b.leg_id
  join evaluation_campaign c on c.district_id = b.district_id and c.id = b.campaign_id
 where b.district_id = :district
   and l.district_id = :district
   and c.district_id = :district
   and l.score is not null
   and c.status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED')
   and has_role('DISTRICT_OFFICER', 'AUDITOR')
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
