-- 平城区: forty volunteers who are no serving members, residents but for the first, the demo's account 13. To become a volunteer in another way
-- than by reporting as a party member has no use case yet.

insert into volunteer (district_id, id, name, community_id, skills, joined_on, resident_id, subject)
select current_setting('linli.district')::uuid, ('01900000-0034-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       coalesce(r.name, substr('赵钱孙李周吴郑王冯陈', 1 + n % 10, 1) || '示' || substr('安平和宁康泰顺福禄寿', 1 + n / 10, 1)),
       '01900000-0002-7000-8000-140213000001',
       array[(array['组织协调', '秩序维护', '书法', '摄影', '急救', '法律咨询', '手机教学', '心理疏导', '合唱'])[1 + n % 9]],
       date '2024-02-01' + n, r.id,
       case n when 62 then '01900000-0000-4000-9000-140213000013'::uuid end
  from generate_series(62, 101) n
  left join resident r on n > 62 and r.id = ('01900000-0010-7000-8000-140213' || lpad((n * 3 + 1)::text, 6, '0'))::uuid;
