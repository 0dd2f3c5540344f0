-- The rows of type PropertyCompany. Whom to call is clear to the company and to staff who work with it.
select c.id, c.code, c.name, c.contact_subject,
       case when is_own(c.id, 'PROPERTY_MANAGER')
                 or has_role('COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
            then c.contact_name end as contact_name,
       case when is_own(c.id, 'PROPERTY_MANAGER')
                 or has_role('COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
            then c.contact_phone
            else overlay(c.contact_phone placing '****' from 4 for 4) end as contact_phone
  from property_company c
 where c.district_id = :district
