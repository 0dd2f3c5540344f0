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
   and not rule(about_caller)
