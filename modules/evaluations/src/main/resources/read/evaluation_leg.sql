-- The rows of type EvaluationLeg, seen with their campaign.
select l.id, l.kind, l.weight, l.score::float8 as score, l.score is null as missing, l.ballot_count, l.campaign_id
  from evaluation_leg l
  join evaluation_campaign c on c.district_id = l.district_id and c.id = l.campaign_id
 where l.district_id = :district
   and c.district_id = :district
   and (has_role('DISTRICT_OFFICER')
        or c.status = 'PUBLISHED' and c.subject_kind <> 'SERVING_MEMBER'
           and has_part()
        or c.status = 'PUBLISHED'
           and exists (select from grid g
                        where g.district_id = :district and g.community_id = c.community_id
                          and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER')))
