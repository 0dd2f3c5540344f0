-- The rows of type PointsPosting: seen by whoever sees an account with an entry of it.
select p.id, p.kind, p.status, p.account_id, p.amount, p.reason_type, p.reason_id, p.reason, p.created_at
  from points_posting p
 where p.district_id = :district
   and (has_role('DISTRICT_OFFICER', 'AUDITOR')
        or exists (select from points_entry e
                     join points_account a on a.district_id = e.district_id and a.id = e.account_id
                    where e.district_id = :district and a.district_id = :district and e.posting_id = p.id
                      and (is_own(a.owner_id, 'RESIDENT', 'MERCHANT', 'UNIT_CONTACT')
                           or exists (select from resident r
                                       where r.district_id = :district and r.id = a.owner_id
                                         and (sees(r.grid_id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                                              or rule(ward))))))
