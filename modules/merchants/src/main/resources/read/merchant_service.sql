-- The rows of type MerchantService. What is offered is public while its merchant takes part; drafts and withdrawn services are for
-- the merchant, workers inside their duties, and those who run or audit the district.
select s.id, s.merchant_id, s.title, s.description, s.points_price, s.stock, s.valid_from, s.valid_to, s.status
  from merchant_service s
 where s.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(s.merchant_id, 'MERCHANT')
        or exists (select from merchant m
                    where m.district_id = :district and m.id = s.merchant_id
                      and (s.status in ('ONLINE', 'SOLD_OUT') and m.status in ('SIGNED', 'VERIFIED', 'ACTIVE')
                           or sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER'))))
