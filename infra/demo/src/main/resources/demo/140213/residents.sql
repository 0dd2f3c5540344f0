-- 平城区: 16,532 residents in the grids of 太和, in households of three: two adults, and a child or a parent. All are invented: the
-- middle character of every name is 示 or 例, and no operator has phone numbers that begin with 111. Identity numbers are added by the loader, sealed.

insert into resident (district_id, id, name, gender, birth_date, phone, community_id, grid_id, compound_id, dwelling,
                      dwelling_relation, tags, status, subject, guardian_id, registered_at)
select current_setting('linli.district')::uuid, ('01900000-0010-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       substr('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜',
              1 + household % 60, 1)
           || substr('示例', 1 + given % 2, 1)
           || substr('安平和宁康泰顺福禄寿喜乐嘉祥瑞庆丰裕盈盛昌隆兴旺荣华富贵仁义礼智信忠孝廉敏慧颖聪睿哲明亮晨曦阳光辉煌月星辰云霞虹露霜雪冰清泉溪河江海洋波涛澜山岩峰岭林森松柏竹梅兰菊荷莲桂桃李杏枫桐槐柳杨草芳芬馨香蕊卉叶枝苗禾稻麦粟田园春夏秋冬东南西北中天地宇坤玉珠宝珍琼瑶琳琪',
                     1 + given / 2 % 130, 1),
       case when n % 2 = 0 then 'MALE'::gender else 'FEMALE' end,
       birth_date,
       case when kind <> 'CHILD' then '111' || lpad((n * 4871 % 100000000)::text, 8, '0') end,
       '01900000-0002-7000-8000-140213000001',
       ('01900000-0004-7000-8000-140213' || lpad((1 + household % 24)::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-140213' || lpad((1 + household % 24 / 2)::text, 6, '0'))::uuid,
       format('%s号楼%s单元%s%s', 1 + household / 24 % 20, 1 + household / 480 % 4, 1 + household / 1920, lpad((1 + household / 24 % 4)::text, 2, '0')),
       case household % 10 when 7 then 'TENANT'::dwelling_relation when 8 then 'FLOATING' when 9 then 'PERMANENT' else 'REGISTERED' end,
       case when kind = 'CHILD' then '{CHILD}'::resident_tag[]
            when kind = 'PARENT' then '{ELDER}'
            when birth_date >= '1990-01-01' and n % 31 = 0 then '{YOUTH,JOB_SEEKER}'
            when birth_date >= '1990-01-01' then '{YOUTH}'
            else '{}' end,
       case n % 10 when 7 then 'RESIDENCE_VERIFIED'::resident_status when 8 then 'IDENTITY_VERIFIED' when 9 then 'REGISTERED' else 'ACTIVE' end,
       case n when 1 then '01900000-0000-4000-9000-140213000011'::uuid when 4 then '01900000-0000-4000-9000-000000000002' end,
       case when kind = 'CHILD' then ('01900000-0010-7000-8000-140213' || lpad((household * 3 + 1)::text, 6, '0'))::uuid end,
       timestamptz '2024-01-08 09:00+08' + n * interval '25 minutes'
  from (select n, household, household / 60 * 3 + n % 3 as given, kind,
               case kind when 'CHILD' then date '2012-01-01' when 'PARENT' then date '1940-01-01' else date '1970-01-01' end
                   + n * 37 % case kind when 'CHILD' then 3600 when 'PARENT' then 7000 else 12000 end as birth_date
          from (select n, (n - 1) / 3 as household,
                       case when n % 3 <> 0 then 'ADULT' when (n - 1) / 3 % 3 = 0 then 'CHILD' else 'PARENT' end as kind
                  from generate_series(1, 16532) n) member) person
 order by n;

insert into consent (district_id, id, resident_id, kind, given_by, given_at)
select r.district_id, ('01900000-0012-7000-8000-140213' || right(r.id::text, 6))::uuid, r.id, 'TAGS', r.id, r.registered_at
  from resident r
 where r.district_id = current_setting('linli.district')::uuid
   and right(r.id::text, 6)::int between 1 and 20
   and r.status = 'ACTIVE';
