select p.created_at as at, p.amount, p.account_id as person
  from points_posting p
 where p.district_id = :district and p.kind in ('GRANT', 'REWARD') and p.status = 'POSTED'
