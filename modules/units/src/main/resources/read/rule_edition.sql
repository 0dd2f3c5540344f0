-- The rows of type RuleEdition.
select e.id, e.rule_set_id, e.number, e.text, e.effective_from
  from rule_edition e
 where e.district_id = :district
