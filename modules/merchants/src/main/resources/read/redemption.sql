-- The rows of type Redemption: for the resident and the guardian, the merchant, and those who run or audit the district. Where the resident
-- lived then is not for the merchant.
select d.id, d.merchant_id, d.service_id, d.resident_id, d.posting_id, d.points_price, d.status, d.reserved_at, d.expires_at,
       d.verified_at, d.rating, d.comment,
       case when has_role('DISTRICT_OFFICER', 'AUDITOR') or is_own(d.resident_id, 'RESIDENT')
                 or exists (select from resident r
                             where r.district_id = :district and r.id = d.resident_id and rule(ward))
            then d.grid_id end as grid_id
  from redemption d
 where d.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(d.resident_id, 'RESIDENT')
        or is_own(d.merchant_id, 'MERCHANT')
        or exists (select from resident r
                    where r.district_id = :district and r.id = d.resident_id and rule(ward)))
