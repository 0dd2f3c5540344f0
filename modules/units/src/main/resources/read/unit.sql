-- The rows of type Unit. Whom to call is clear to the unit's contact and to officers of the street and the district.
select u.id, u.code, u.name, u.kind, u.street_id, u.contact_subject,
       case when has_role('DISTRICT_OFFICER') or is_own(u.id, 'UNIT_CONTACT')
                 or exists (select from grid g
                              join community c on c.district_id = g.district_id and c.id = g.community_id
                             where g.district_id = :district and c.district_id = :district
                               and c.street_id = u.street_id and sees(g.id, 'STREET_OFFICER'))
            then u.contact_name end as contact_name,
       case when has_role('DISTRICT_OFFICER') or is_own(u.id, 'UNIT_CONTACT')
                 or exists (select from grid g
                              join community c on c.district_id = g.district_id and c.id = g.community_id
                             where g.district_id = :district and c.district_id = :district
                               and c.street_id = u.street_id and sees(g.id, 'STREET_OFFICER'))
            then u.contact_phone
            else overlay(u.contact_phone placing '****' from 4 for 4) end as contact_phone
  from unit u
 where u.district_id = :district
