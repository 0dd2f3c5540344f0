-- The rows of type PropertyCompany. Whom to call is clear to the company, to workers inside whose duties it
-- manages a compound, and to district officers.
select c.id, c.code, c.name, c.contact_subject,
       case when is_own(c.id, 'PROPERTY_MANAGER') or has_role('DISTRICT_OFFICER')
                 or exists (select from compound_property x
                              join compound p on p.district_id = x.district_id and p.id = x.compound_id
                              join grid g on g.district_id = p.district_id and g.community_id = p.community_id
                             where x.district_id = :district and p.district_id = :district and g.district_id = :district
                               and x.company_id = c.id and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
            then c.contact_name end as contact_name,
       case when is_own(c.id, 'PROPERTY_MANAGER') or has_role('DISTRICT_OFFICER')
                 or exists (select from compound_property x
                              join compound p on p.district_id = x.district_id and p.id = x.compound_id
                              join grid g on g.district_id = p.district_id and g.community_id = p.community_id
                             where x.district_id = :district and p.district_id = :district and g.district_id = :district
                               and x.company_id = c.id and sees(g.id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
            then c.contact_phone
            else overlay(c.contact_phone placing '****' from 4 for 4) end as contact_phone
  from property_company c
 where c.district_id = :district
