-- The rows of type Redemption: for the resident and the guardian, the merchant, and those who run or audit the district.
select r.id, r.merchant_id, r.service_id, r.resident_id, r.posting_id, r.points_price, r.status, r.reserved_at, r.expires_at,
       r.verified_at, r.rating, r.comment
  from redemption r
 where r.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(r.resident_id, 'RESIDENT')
        or is_own(r.merchant_id, 'MERCHANT')
        or exists (select from resident c
                    where c.district_id = :district and c.id = r.resident_id and (is_own(c.guardian_id, 'RESIDENT')
                                                                                  and (c.birth_date is null or c.birth_date > (now() at time zone :zone)::date - interval '18 years'))))
