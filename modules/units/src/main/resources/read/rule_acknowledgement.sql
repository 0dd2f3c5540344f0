-- The rows of type RuleAcknowledgement: for the unit, for officers of its street, and for those who run or audit the district.
select a.id, a.rule_edition_id, a.unit_id, a.acknowledged_at
  from rule_acknowledgement a
 where a.district_id = :district
   and (is_own(a.unit_id, 'UNIT_CONTACT')
        or has_role('DISTRICT_OFFICER', 'AUDITOR')
        or exists (select from unit u
                     join community c on c.district_id = u.district_id and c.street_id = u.street_id
                     join grid g on g.district_id = c.district_id and g.community_id = c.id
                    where u.district_id = :district and c.district_id = :district and g.district_id = :district
                      and u.id = a.unit_id and sees(g.id, 'STREET_OFFICER')))
