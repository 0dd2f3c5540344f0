-- The rows of type Merchant. Everybody sees who has signed; leads, and who was suspended or has left, only workers inside their
-- duties, those who run or audit the district, and the merchant. Whom to call is clear to the merchant and those workers.
select m.id, m.code, m.name, m.category, m.address, m.community_id, m.grid_id, m.status, m.signed_on, m.contact_subject,
       case when sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
                 or is_own(m.id, 'MERCHANT')
            then m.contact_name end as contact_name,
       case when sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
                 or is_own(m.id, 'MERCHANT')
            then m.contact_phone
            else overlay(m.contact_phone placing '****' from 4 for 4) end as contact_phone,
       case when sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER')
                 or is_own(m.id, 'MERCHANT')
            then m.licence end as licence,
       case when has_part()
            then (select round(avg(e.score), 2)::float8 from evaluation e
                   where e.district_id = :district and e.merchant_id = m.id) end as average_score
  from merchant m
 where m.district_id = :district
   and (m.status in ('SIGNED', 'VERIFIED', 'ACTIVE')
        or sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER', 'AUDITOR')
        or is_own(m.id, 'MERCHANT'))
