-- The one row of type TrialBalance: the sums of all accounts, once by their balances and once by their entries.
select d.id, now() as as_of,
       (select coalesce(sum(a.balance), 0) from points_account a where a.district_id = :district) as balance,
       (select coalesce(sum(e.amount), 0)::numeric from points_entry e where e.district_id = :district) as entries,
       (select coalesce(-sum(a.balance), 0) from points_account a
         where a.district_id = :district and a.kind = 'ISSUE') as issued,
       (select coalesce(sum(a.balance), 0) from points_account a
         where a.district_id = :district and a.kind = 'EXPIRY') as expired,
       (select coalesce(sum(a.balance), 0) from points_account a
         where a.district_id = :district and a.kind = 'HOLD') as held
  from district d
 where d.id = :district and has_role('DISTRICT_OFFICER', 'AUDITOR')
