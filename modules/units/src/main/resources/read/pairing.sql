-- The rows of type Pairing. Pairings in force are public; those still being agreed on, and ended ones, are for staff and the unit.
select p.id, p.unit_id, p.compound_id, p.status, p.paired_on, p.ended_on
  from pairing p
 where p.district_id = :district
   and (p.status in ('PAIRED', 'REVIEWED', 'RENEWED')
        or has_role('COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER', 'AUDITOR')
        or is_own(p.unit_id, 'UNIT_CONTACT'))
