-- 示例区: 200 points for each of the first 20 residents. The resident of the demo redeemed the first service twice: one is done, the other's
-- code, LNLDEMQ23456, waits for the demo's merchant.

insert into points_account (district_id, id, kind, owner_id)
select current_setting('linli.district')::uuid, ('01900000-0060-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       case n when 1 then 'ISSUE'::points_account_kind when 2 then 'EXPIRY' when 23 then 'HOLD' when 24 then 'MERCHANT' else 'RESIDENT' end,
       case when n <= 2 then current_setting('linli.district')::uuid
            when n = 23 then '01900000-0010-7000-8000-990101000001'
            when n = 24 then '01900000-0020-7000-8000-990101000001'
            else ('01900000-0010-7000-8000-990101' || lpad((n - 2)::text, 6, '0'))::uuid end
  from generate_series(1, 24) n;

insert into points_posting (district_id, id, kind, status, account_id, amount, reason, created_at)
select current_setting('linli.district')::uuid, ('01900000-0061-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, 'GRANT', 'POSTED',
       ('01900000-0060-7000-8000-990101' || lpad((n + 2)::text, 6, '0'))::uuid, 200, '示例：首次注册赠送',
       timestamptz '2024-10-01 09:00+08' + n * interval '1 minute'
  from generate_series(1, 20) n;

insert into points_posting (district_id, id, kind, status, account_id, amount, reason_type, reason_id, created_at)
select current_setting('linli.district')::uuid, ('01900000-0061-7000-8000-990101' || lpad((20 + n)::text, 6, '0'))::uuid, 'REDEMPTION',
       case n when 1 then 'POSTED'::points_posting_status else 'HELD' end, '01900000-0060-7000-8000-990101000003', s.points_price,
       'Redemption', ('01900000-0064-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       case n when 1 then timestamptz '2024-10-20 10:00+08' else now() end
  from generate_series(1, 2) n
  join merchant_service s on s.id = '01900000-0022-7000-8000-990101000001';

insert into points_lot (district_id, id, account_id, posting_id, amount, remaining, expires_on)
select p.district_id, ('01900000-0062-7000-8000-990101' || right(p.id::text, 6))::uuid, p.account_id, p.id, p.amount,
       p.amount - case when p.account_id = '01900000-0060-7000-8000-990101000003'
                       then (select sum(r.amount)::int from points_posting r where r.kind = 'REDEMPTION') else 0 end,
       '2030-01-01'
  from points_posting p
 where p.kind = 'GRANT';

with movement (n, posting, source, target, amount, lot, at) as (
    select n, n, 1, n + 2, 200, n, timestamptz '2024-10-01 09:00+08' + n * interval '1 minute' from generate_series(1, 20) n
     union all
    select x.n, x.posting, x.source, x.target, p.amount, 1, x.at
      from (values (21, 21, 3, 23, timestamptz '2024-10-20 10:00+08'), (22, 21, 23, 24, '2024-10-20 18:00+08'), (23, 22, 3, 23, now()))
           x (n, posting, source, target, at)
      join points_posting p on p.id = ('01900000-0061-7000-8000-990101' || lpad(x.posting::text, 6, '0'))::uuid)
insert into points_entry (district_id, id, posting_id, account_id, number, amount, balance_after, lot_id, at, counter_id, counter_amount)
select current_setting('linli.district')::uuid, ('01900000-0063-7000-8000-990101' || lpad((2 * n + side)::text, 6, '0'))::uuid,
       ('01900000-0061-7000-8000-990101' || lpad(posting::text, 6, '0'))::uuid,
       ('01900000-0060-7000-8000-990101' || lpad(account::text, 6, '0'))::uuid,
       row_number() over earlier, amount, sum(amount) over earlier, ('01900000-0062-7000-8000-990101' || lpad(lot::text, 6, '0'))::uuid, at,
       ('01900000-0063-7000-8000-990101' || lpad((2 * n + 1 - side)::text, 6, '0'))::uuid, -amount
  from (select n, 0 as side, posting, source as account, -amount as amount, lot, at from movement
         union all
        select n, 1, posting, target, amount, lot, at from movement) x
window earlier as (partition by account order by at, n);

update points_account a
   set balance = e.balance, entry_count = e.entries, moved_at = e.at
  from (select account_id, sum(amount) as balance, count(*) as entries, max(at) as at from points_entry group by 1) e
 where a.id = e.account_id;

insert into redemption (district_id, id, merchant_id, service_id, resident_id, posting_id, points_price, status, code_hash, reserved_at,
                        expires_at, verified_at)
select p.district_id, p.reason_id, s.merchant_id, s.id, '01900000-0010-7000-8000-990101000001', p.id, p.amount,
       case p.status when 'POSTED' then 'DONE'::redemption_status else 'CODE_ISSUED' end,
       sha256(convert_to(case p.status when 'POSTED' then 'LNLDEMQ23457' else 'LNLDEMQ23456' end, 'UTF8')), p.created_at,
       p.created_at + interval '7 days', case p.status when 'POSTED' then timestamptz '2024-10-20 18:00+08' end
  from points_posting p
  join merchant_service s on s.id = '01900000-0022-7000-8000-990101000001'
 where p.kind = 'REDEMPTION';
