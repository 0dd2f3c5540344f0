-- The rows of type EvaluationItemScore. Reached through a leg and seen with it.
select s.id, s.leg_id, s.item_id, s.score
  from evaluation_item_score s
 where s.district_id = :district
