-- The rows of type Pairing. Pairings in force are public; those still being agreed on, and ended ones, are for the workers of the
-- compound's community, those who run or audit the district, and the unit. What a review says is for these only, too.
select p.id, p.unit_id, p.compound_id, p.status, p.paired_on, p.reviewed_on, p.renewed_on, p.ended_on, p.end_reason, p.version,
       case when has_role('DISTRICT_OFFICER', 'AUDITOR')
                 or exists (select from compound c
                              join grid g on g.district_id = c.district_id and g.community_id = c.community_id
                             where c.district_id = :district and g.district_id = :district
                               and c.id = p.compound_id and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
                 or is_own(p.unit_id, 'UNIT_CONTACT')
            then p.review end as review
  from pairing p
 where p.district_id = :district
   and (p.status in ('PAIRED', 'REVIEWED', 'RENEWED')
        or has_role('DISTRICT_OFFICER', 'AUDITOR')
        or exists (select from compound c
                     join grid g on g.district_id = c.district_id and g.community_id = c.community_id
                    where c.district_id = :district and g.district_id = :district
                      and c.id = p.compound_id and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
        or is_own(p.unit_id, 'UNIT_CONTACT'))
