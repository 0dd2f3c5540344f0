-- 示例区: what residents think of merchants, low scores among it. To say so of a merchant has no use case yet: of a redemption one has.

insert into evaluation (district_id, id, author_id, merchant_id, score, comment, created_at)
select current_setting('linli.district')::uuid, ('01900000-0050-7000-8000-990101' || lpad((100000 + n)::text, 6, '0'))::uuid,
       ('01900000-0010-7000-8000-990101' || lpad((5 + n * 7 % 90)::text, 6, '0'))::uuid,
       ('01900000-0020-7000-8000-990101' || lpad((1 + n % 13)::text, 6, '0'))::uuid,
       case when n % 13 = 12 then 1 else 1 + n * 3 % 5 end,
       case when n % 13 = 12 then '示例评价：兑换券不给用。' when n % 2 = 0 then '示例评价：老板热情。' end,
       timestamptz '2024-05-01 12:00+08' + n * interval '31 hours'
  from generate_series(1, 60) n;
