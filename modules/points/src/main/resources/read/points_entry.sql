-- The rows of type PointsEntry: seen with their account.
select e.id, e.account_id, e.posting_id, e.lot_id, e.number, e.amount, e.balance_after::numeric as balance_after, e.at
  from points_entry e
 where e.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or exists (select from points_account a
                    where a.district_id = :district and a.id = e.account_id
                      and (is_own(a.owner_id, 'RESIDENT', 'MERCHANT', 'UNIT_CONTACT')
                           or exists (select from resident r
                                       where r.district_id = :district and r.id = a.owner_id
                                         and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                                              or rule(ward))))))
