-- 示例区: 200 residents in households of four: two adults, a child and a parent. Two moved out, one is suspended, one was erased.
-- The first lives in the grid that was split. Identity numbers are added by the loader, sealed.

insert into resident (district_id, id, name, gender, birth_date, phone, community_id, grid_id, compound_id, dwelling,
                      dwelling_relation, tags, status, subject, guardian_id, registered_at)
select current_setting('linli.district')::uuid, ('01900000-0010-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       case when n = 200 then '已注销'
            else substr('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎', 1 + household, 1)
                     || substr('示例', 1 + n % 2, 1) || substr('安平和宁康泰顺福禄寿喜乐嘉祥瑞庆丰裕盈盛', 1 + n * 7 % 20, 1) end,
       case when n % 2 = 0 then 'MALE'::gender else 'FEMALE' end,
       case when n = 200 then null
            when place = 2 then date '2012-01-01' + n * 17 % 3600
            when place = 3 then date '1940-01-01' + n * 37 % 7000
            else date '1970-01-01' + n * 59 % 12000 end,
       case when n <> 200 and place <> 2 then '111' || lpad((80000000 + n * 4871)::text, 8, '0') end,
       ('01900000-0002-7000-8000-990101' || lpad((1 + (grid - 1) / 3 % 4)::text, 6, '0'))::uuid,
       ('01900000-0004-7000-8000-990101' || lpad(grid::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-990101' || lpad((1 + (grid - 1) / 3 % 4 * 2 + case when (grid - 1) % 3 = 2 then 1 else 0 end)::text, 6, '0'))::uuid,
       case when n <> 200 then format('%s号楼%s单元%s01', 1 + household % 5, 1 + household / 5 % 3, 1 + household % 6) end,
       case household % 10 when 7 then 'TENANT'::dwelling_relation when 8 then 'FLOATING' when 9 then 'PERMANENT' else 'REGISTERED' end,
       case when n = 200 then '{}'::resident_tag[] when place = 2 then '{CHILD}' when place = 3 then '{ELDER}'
            when n % 3 = 0 then '{YOUTH}' when n % 7 = 0 then '{JOB_SEEKER}' else '{}' end,
       case when n in (101, 102) then 'MOVED_OUT'::resident_status when n = 150 then 'SUSPENDED' when n = 200 then 'ERASED'
            when n % 10 = 7 then 'RESIDENCE_VERIFIED' when n % 10 = 8 then 'IDENTITY_VERIFIED' when n % 10 = 9 then 'REGISTERED'
            else 'ACTIVE' end,
       case n when 5 then '01900000-0000-4000-9000-990101000011'::uuid when 10 then '01900000-0000-4000-9000-000000000002' end,
       case when place = 2 then ('01900000-0010-7000-8000-990101' || lpad((n - 2)::text, 6, '0'))::uuid end,
       timestamptz '2024-01-08 09:00+08' + n * interval '1 day'
  from (select n, (n - 1) / 4 as household, (n - 1) % 4 as place,
               case when n <= 4 then 13 else 1 + (n - 1) / 4 % 12 end as grid
          from generate_series(1, 200) n) person
 order by n;

insert into consent (district_id, id, resident_id, kind, given_by, given_at)
select r.district_id, ('01900000-0012-7000-8000-990101' || right(r.id::text, 6))::uuid, r.id, 'TAGS', r.id, r.registered_at
  from resident r
 where r.district_id = current_setting('linli.district')::uuid
   and right(r.id::text, 6)::int between 1 and 20
   and r.status = 'ACTIVE';
