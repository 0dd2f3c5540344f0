-- The rows of type PointsLot: seen with their account.
select l.id, l.account_id, l.posting_id, l.amount, l.remaining, l.expires_on, l.status
  from points_lot l
 where l.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or exists (select from points_account a
                    where a.district_id = :district and a.id = l.account_id
                      and (is_own(a.owner_id, 'RESIDENT', 'MERCHANT', 'UNIT_CONTACT')
                           or exists (select from resident r
                                       where r.district_id = :district and r.id = a.owner_id
                                         and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                                              or rule(ward))))))
