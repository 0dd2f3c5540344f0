-- 示例区: eight volunteers who are no serving members, residents but for the first, the demo's account 13. To become a volunteer in another way
-- than by reporting as a party member has no use case yet.

insert into volunteer (district_id, id, name, community_id, skills, joined_on, resident_id, subject)
select current_setting('linli.district')::uuid, ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       coalesce(r.name, substr('赵钱孙李周吴郑王冯陈', 1 + n % 10, 1) || '示' || substr('安平和宁', 1 + n % 4, 1)),
       ('01900000-0002-7000-8000-990101' || lpad((1 + n % 4)::text, 6, '0'))::uuid,
       array[(array['组织协调', '急救', '法律咨询', '手机教学', '合唱'])[1 + n % 5]], date '2024-02-01' + n, r.id,
       case n when 13 then '01900000-0000-4000-9000-990101000013'::uuid end
  from generate_series(13, 20) n
  left join resident r on n > 13 and r.id = ('01900000-0010-7000-8000-990101' || lpad((n * 4 + 1)::text, 6, '0'))::uuid;
