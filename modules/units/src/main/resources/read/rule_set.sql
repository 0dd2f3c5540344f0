-- The rows of type RuleSet, each with the number of its newest edition in force.
select r.id, r.code, r.title, r.street_id, r.version,
       (select max(e.number) from rule_edition e
         where e.district_id = :district and e.rule_set_id = r.id
           and e.effective_from <= (now() at time zone :zone)::date) as in_force
  from rule_set r
 where r.district_id = :district
