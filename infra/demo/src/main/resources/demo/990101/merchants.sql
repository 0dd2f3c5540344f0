-- 示例区: 24 merchants at every stage, one of them suspended and one gone, with services at every stage.

insert into merchant (district_id, id, code, name, category, address, contact_name, contact_phone, community_id, grid_id, status,
                      signed_on, contact_subject)
select current_setting('linli.district')::uuid, ('01900000-0020-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       'SJ' || lpad(n::text, 5, '0'),
       '示例' || (array['春和', '福顺', '同兴', '永昌', '鑫源', '家和', '百味', '金禾'])[1 + n % 8]
           || (array['面馆', '生鲜超市', '文具店', '家政服务部', '理发店', '托管中心', '药房', '书店', '打印店'])[1 + n % 9],
       (array['DINING', 'FOOD', 'RETAIL', 'HOUSEHOLD', 'BEAUTY', 'EDUCATION', 'HEALTH', 'SPORT_AND_CULTURE', 'OTHER'])[1 + n % 9]::merchant_category,
       format('示例路%s号', n), '示例店主 ' || n, '111' || lpad((90000000 + n * 4871)::text, 8, '0'),
       ('01900000-0002-7000-8000-990101' || lpad((1 + (n - 1) % 12 / 3)::text, 6, '0'))::uuid,
       ('01900000-0004-7000-8000-990101' || lpad((1 + (n - 1) % 12)::text, 6, '0'))::uuid,
       case when n = 13 then 'SUSPENDED'::merchant_status when n = 14 then 'EXITED' when n <= 12 then 'ACTIVE' when n <= 16 then 'VERIFIED'
            when n <= 18 then 'SIGNED' when n <= 22 then 'VISITED' else 'LEAD' end,
       case when n <= 18 then date '2024-03-01' + n end,
       case n when 1 then '01900000-0000-4000-9000-990101000012'::uuid end
  from generate_series(1, 24) n;

insert into merchant_visit (district_id, id, merchant_id, grid_id, visited_on, visitor_name, notes)
select current_setting('linli.district')::uuid, ('01900000-0021-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, m.id, m.grid_id,
       date '2024-02-01' + n, '示例走访员 ' || (1 + n % 3), '示例走访记录：介绍联盟与积分服务。'
  from generate_series(1, 30) n
  join merchant m on m.id = ('01900000-0020-7000-8000-990101' || lpad((1 + (n - 1) % 22)::text, 6, '0'))::uuid;

insert into merchant_service (district_id, id, merchant_id, title, description, points_price, stock, valid_from, valid_to, status)
select current_setting('linli.district')::uuid, ('01900000-0022-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0020-7000-8000-990101' || lpad((1 + (n - 1) % 14)::text, 6, '0'))::uuid,
       '示例' || (array['满减券', '果蔬优惠券', '文具礼包', '上门保洁', '理发一次', '体验课', '图书抵扣券'])[1 + n % 7],
       '示例服务：凭积分兑换，到店出示即可使用。', 20 + n * 7 % 24 * 10,
       case when (array['ONLINE', 'ONLINE', 'ONLINE', 'SOLD_OUT', 'PAUSED'])[1 + n % 5] = 'SOLD_OUT' then 0 else 10 + n end,
       date '2024-03-01' + n, case when n % 6 = 0 then date '2030-01-01' end,
       case when n > 36 then (array['DRAFT', 'SUBMITTED', 'RETURNED', 'OFFLINE'])[1 + n % 4]
            else (array['ONLINE', 'ONLINE', 'ONLINE', 'SOLD_OUT', 'PAUSED'])[1 + n % 5] end::service_status
  from generate_series(1, 40) n;
