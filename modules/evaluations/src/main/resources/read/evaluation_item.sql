-- The rows of type EvaluationItem: the edition that holds. Reached through an evaluation or its scores, and seen with them.
select i.id, i.campaign_id, i.number, i.title, i.weight
  from evaluation_item i
  join evaluation_campaign c on c.district_id = i.district_id and c.id = i.campaign_id
 where i.district_id = :district
   and c.district_id = :district
   and i.edition = c.edition
