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
   and not rule(about_caller)
