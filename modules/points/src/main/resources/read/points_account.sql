-- The rows of type PointsAccount. Seen by the owner, by the guardian of a child, by workers where the resident lies within their duties,
-- and by those who run or audit the district.
select a.id, a.kind, a.owner_id,
       case a.kind when 'RESIDENT' then 'Resident' when 'HOLD' then 'Resident' when 'MERCHANT' then 'Merchant' when 'UNIT' then 'Unit'
                   when 'ACTIVITY' then 'Activity' when 'ISSUE' then 'District' when 'EXPIRY' then 'District' end as owner_type,
       a.balance::numeric as balance, a.moved_at
  from points_account a
 where a.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or is_own(a.owner_id, 'RESIDENT', 'MERCHANT', 'UNIT_CONTACT')
        or exists (select from resident r
                    where r.district_id = :district and r.id = a.owner_id
                      and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                           or rule(ward))))
