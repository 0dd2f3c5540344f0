-- The rows of type MerchantService. What is offered is public while its merchant takes part; drafts and withdrawn services are for
-- the merchant, workers inside their duties, and those who run or audit the district.
select s.id, s.merchant_id, s.title, s.description, s.points_price, s.stock, s.valid_from, s.valid_to, s.code_days, s.status, s.version,
       s.review_by, coalesce(s.review_by <= now(), false) as overdue,
       case when has_role('DISTRICT_OFFICER', 'AUDITOR') or is_own(s.merchant_id, 'MERCHANT')
                 or exists (select from merchant m
                             where m.district_id = :district and m.id = s.merchant_id
                               and sees(m.grid_id, 'COMMUNITY_WORKER', 'STREET_OFFICER'))
            then s.review_note end as review_note,
       (select round(avg(r.rating), 2)::float8 from redemption r
         where r.district_id = :district and r.service_id = s.id and r.rating is not null) as average_rating
  from merchant_service s
 where s.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(s.merchant_id, 'MERCHANT')
        or exists (select from merchant m
                    where m.district_id = :district and m.id = s.merchant_id
                      and (s.status in ('ONLINE', 'SOLD_OUT') and m.status in ('SIGNED', 'VERIFIED', 'ACTIVE')
                           or sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER'))))
