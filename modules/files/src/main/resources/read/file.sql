-- The rows of type File: of records that the caller sees, as their own read models say it. What has not come yet, or was withdrawn, only
-- for whose record it is, for workers of a grid that it touches, for district officers and auditors.
select f.id, f.name, f.media_type, f.size, f.status, f.digest, f.created_at,
       f.activity_id, f.merchant_id, f.merchant_visit_id, f.shift_outcome_id,
       coalesce(f.activity_id, f.merchant_id, f.merchant_visit_id, f.shift_outcome_id) as record_id,
       case when f.activity_id is not null then 'Activity'
            when f.merchant_id is not null then 'Merchant'
            when f.merchant_visit_id is not null then 'MerchantVisit'
            else 'ShiftOutcome' end as record_type,
       case when rule(file_for_everybody) then '/files/' || f.capability end as address
  from file f
 where f.district_id = :district
   and (f.status = 'STORED'
        or has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(f.merchant_id, 'MERCHANT')
        or exists (select from shift_outcome o
                    where o.district_id = :district and o.id = f.shift_outcome_id and is_own(o.volunteer_id, 'VOLUNTEER'))
        or exists (select from activity a
                     join grid g on g.district_id = a.district_id
                     join community c on c.district_id = g.district_id and c.id = g.community_id
                    where a.district_id = :district and g.district_id = :district and c.district_id = :district
                      and a.id = f.activity_id and sees(g.id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                      and case when a.grid_id is not null then g.id = a.grid_id
                               when a.community_id is not null then g.community_id = a.community_id
                               else c.street_id = a.street_id end)
        or exists (select from merchant m
                    where m.district_id = :district and m.id = f.merchant_id
                      and sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER'))
        or exists (select from merchant_visit v
                    where v.district_id = :district and v.id = f.merchant_visit_id
                      and sees(v.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')))
   and (exists (select from activity a
                 where a.district_id = :district and a.id = f.activity_id
                   and (a.published_at is not null
                        or has_role('DISTRICT_OFFICER')
                        or exists (select from grid g
                                     join community c on c.district_id = g.district_id and c.id = g.community_id
                                    where g.district_id = :district and c.district_id = :district
                                      and sees(g.id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                                      and case when a.grid_id is not null then g.id = a.grid_id
                                               when a.community_id is not null then g.community_id = a.community_id
                                               else c.street_id = a.street_id end)))
        or exists (select from merchant m
                    where m.district_id = :district and m.id = f.merchant_id
                      and (m.status in ('SIGNED', 'VERIFIED', 'ACTIVE')
                           or sees(m.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER', 'AUDITOR')
                           or is_own(m.id, 'MERCHANT')))
        or exists (select from merchant_visit v
                    where v.district_id = :district and v.id = f.merchant_visit_id
                      and sees(v.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DISTRICT_OFFICER', 'AUDITOR'))
        or (f.shift_outcome_id is not null and has_part()))
