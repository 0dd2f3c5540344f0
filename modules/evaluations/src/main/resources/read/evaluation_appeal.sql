-- The rows of type EvaluationAppeal: for the appellant, the officers of the evaluation, and auditors.
select a.id, a.reason, a.filed_at, a.decision, a.decided_at, a.struck_leg
  from evaluation_appeal a
  join evaluation_campaign c on c.district_id = a.district_id and c.id = a.campaign_id
 where a.district_id = :district
   and c.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(c.subject_id, 'SERVING_MEMBER', 'UNIT_CONTACT', 'PROPERTY_MANAGER', 'MERCHANT')
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = c.community_id and g.id = coalesce(c.grid_id, g.id)
                      and sees(g.id, 'STREET_OFFICER')))
