-- 平城区: 1,364 merchants of 水泊寺 were visited; 590 of them signed, and 472 of those offer 606 services for points. Another 36 are
-- only known. All are invented and called 示例.

insert into merchant (district_id, id, code, name, category, address, contact_name, contact_phone, community_id, grid_id, status,
                      signed_on, contact_subject)
select current_setting('linli.district')::uuid, ('01900000-0020-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       'SJ' || lpad(n::text, 5, '0'),
       '示例' || (array['春和', '福顺', '同兴', '永昌', '鑫源', '家和', '百味', '金禾', '绿源', '惠民', '德润', '安康', '吉祥', '祥云', '聚丰', '万家', '如意',
                        '阳光', '恒达', '瑞丰', '康乐', '美邻', '乐享', '优选', '天天', '好邻居', '老街', '清泉', '云中', '晨光'])[1 + n / 9 % 30]
           || (array[array['面馆', '小吃店', '早餐铺', '饭庄', '茶饮店'], array['生鲜超市', '果蔬店', '粮油店', '便利店', '烘焙坊'],
                     array['文具店', '鞋服店', '五金店', '花店', '母婴用品店'], array['家政服务部', '家电维修部', '开锁服务部', '洗衣店', '管道疏通部'],
                     array['理发店', '美容店', '美甲店', '养发馆', '造型室'], array['托管中心', '书画室', '英语角', '音乐教室', '自习室'],
                     array['药房', '眼镜店', '理疗馆', '口腔诊所', '养生馆'], array['健身房', '乒乓球馆', '书店', '舞蹈室', '棋牌室'],
                     array['快递驿站', '打印店', '宠物店', '照相馆', '修车铺']])[1 + n % 9][1 + n / 270 % 5],
       (array['DINING', 'FOOD', 'RETAIL', 'HOUSEHOLD', 'BEAUTY', 'EDUCATION', 'HEALTH', 'SPORT_AND_CULTURE', 'OTHER'])[1 + n % 9]::merchant_category,
       format('示例路%s号', n), '示例店主 ' || n, '111' || lpad((50000000 + n * 4871)::text, 8, '0'),
       '01900000-0002-7000-8000-140213000001', ('01900000-0004-7000-8000-140213' || lpad((1 + n % 24)::text, 6, '0'))::uuid,
       case when n <= 472 then 'ACTIVE'::merchant_status when n <= 540 then 'VERIFIED' when n <= 590 then 'SIGNED'
            when n <= 1364 then 'VISITED' else 'LEAD' end,
       case when n <= 590 then date '2024-02-01' + n % 270 end,
       case n when 1 then '01900000-0000-4000-9000-140213000012'::uuid end
  from generate_series(1, 1400) n
 order by n;

-- One visit to each of the first 1,364, a second one to the first 300.
insert into merchant_visit (district_id, id, merchant_id, grid_id, visited_on, visitor_name, notes)
select current_setting('linli.district')::uuid, ('01900000-0021-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, m.id, m.grid_id,
       date '2024-01-08' + n % 24, '示例走访员 ' || (1 + n % 12), '示例走访记录：介绍联盟与积分服务。'
  from generate_series(1, 1664) n
  join merchant m on m.id = ('01900000-0020-7000-8000-140213' || lpad((1 + (n - 1) % 1364)::text, 6, '0'))::uuid
 order by n;

-- One service of each of the first 472, a second one of the first 134; eight more are still being written.
insert into merchant_service (district_id, id, merchant_id, title, description, points_price, stock, valid_from, status)
select current_setting('linli.district')::uuid, ('01900000-0022-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, m.id,
       '示例' || (array[array['满减券', '招牌菜一份', '免费饮品'], array['果蔬优惠券', '鸡蛋一份', '当日面包'],
              array['文具礼包', '鲜花一束', '购物抵扣券'], array['上门保洁一小时', '家电检修一次', '衣物干洗一件'],
              array['理发一次', '护理体验', '修甲一次'], array['体验课一节', '自习一日', '书法用纸一套'],
              array['测血压与咨询', '眼镜清洗养护', '艾灸体验'], array['健身日卡', '乒乓球一小时', '图书抵扣券'],
              array['照片打印十张', '快递优惠券', '自行车检修']])[1 + merchant % 9][1 + (n / 472 + merchant / 9) % 3],
       '示例服务：凭积分兑换，到店出示即可使用。', 20 + merchant * 7 % 24 * 10, 10 + n * 13 % 190, date '2024-03-01' + n % 200,
       case when n <= 606 then 'ONLINE'::service_status else 'DRAFT' end
  from (select n, case when n <= 472 then n when n <= 606 then n - 472 else n - 606 end as merchant from generate_series(1, 614) n) s
  join merchant m on m.id = ('01900000-0020-7000-8000-140213' || lpad(merchant::text, 6, '0'))::uuid
 order by n;
