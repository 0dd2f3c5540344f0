-- The rows of type MerchantVisit: for workers inside their duties and those who run or audit the district.
select v.id, v.merchant_id, v.grid_id, v.visited_on, v.visitor_name, v.notes
  from merchant_visit v
 where v.district_id = :district
   and sees(v.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER', 'AUDITOR')
