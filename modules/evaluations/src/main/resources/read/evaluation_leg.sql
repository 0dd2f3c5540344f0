-- The rows of type EvaluationLeg. Reached through an evaluation and seen with it. Whether somebody voted must not show in the
-- difference of two counts, so an uncounted leg tells only multiples of the minimum; the self leg, one known voter, nothing.
select l.id, l.kind, l.weight, l.campaign_id, l.score,
       (l.score is null and c.status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED')) as missing,
       case when l.score is null and c.status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED')
            then case when l.struck then 'STRUCK' else 'TOO_FEW' end::missing_leg_cause end as missing_because,
       case when c.status in ('SCORED', 'APPEAL', 'FINAL', 'PUBLISHED')
            then case when l.ballot_count >= case l.kind when 'SELF' then 1 else c.minimum_ballots end then l.ballot_count end
            when c.status in ('OPEN', 'CLOSED') and l.kind <> 'SELF'
            then (select nullif(count(*) / c.minimum_ballots * c.minimum_ballots, 0)::int
                    from evaluation_ballot b where b.district_id = :district and b.leg_id = l.id) end as ballot_count
  from evaluation_leg l
  join evaluation_campaign c on c.district_id = l.district_id and c.id = l.campaign_id
 where l.district_id = :district
   and c.district_id = :district
