-- 平城区: 61 serving members of the four units served at the PCBA league, eleven of them teach at the people's night school. Persons are
-- invented. Property companies and volunteers who are no serving members have no use cases yet; what hangs on them stands here with them.

-- 61 volunteers who are serving members, then 40 who are not; the latter are residents but for the first.
insert into volunteer (district_id, id, name, community_id, skills, joined_on, resident_id, subject)
select current_setting('linli.district')::uuid, ('01900000-0034-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       coalesce(r.name, substr('赵钱孙李周吴郑王冯陈', 1 + n % 10, 1) || '示' || substr('安平和宁康泰顺福禄寿', 1 + n / 10, 1)),
       '01900000-0002-7000-8000-140213000001',
       array[(array['组织协调', '秩序维护', '书法', '摄影', '急救', '法律咨询', '手机教学', '心理疏导', '合唱'])[1 + n % 9]],
       date '2024-02-01' + n, r.id,
       case n when 1 then '01900000-0000-4000-9000-140213000014'::uuid when 62 then '01900000-0000-4000-9000-140213000013' end
  from generate_series(1, 101) n
  left join resident r on n > 62 and r.id = ('01900000-0010-7000-8000-140213' || lpad((n * 3 + 1)::text, 6, '0'))::uuid;

insert into serving_member (district_id, id, volunteer_id, unit_id, community_id, status, registered_on)
select current_setting('linli.district')::uuid, ('01900000-0035-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0034-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0030-7000-8000-140213' || lpad((1 + (n - 1) % 4)::text, 6, '0'))::uuid,
       '01900000-0002-7000-8000-140213000001', 'ACTIVE', date '2024-02-01' + n
  from generate_series(1, 61) n;

insert into project (district_id, id, code, title, kind, street_id, description, starts_on, ends_on)
values (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-140213000001', 'PCBA', 'PCBA 篮球联赛志愿服务', 'LEAGUE', null,
        '示例说明：引导观众、维护秩序、清洁场地。', '2024-07-01', '2024-09-01'),
       (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-140213000002', 'QZYX', '群众夜校授课', 'TEACHING',
        '01900000-0001-7000-8000-140213000001', '示例说明：在职党员发挥专长，为居民上课。', '2024-04-01', null),
       (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-140213000003', 'LLGA', '示例：邻里关爱', 'CARE',
        '01900000-0001-7000-8000-140213000001', '示例说明：陪伴老人、接送儿童。', '2024-03-01', null);

insert into project_unit (district_id, id, project_id, unit_id)
select current_setting('linli.district')::uuid, ('01900000-0037-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       '01900000-0036-7000-8000-140213000001', ('01900000-0030-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid
  from generate_series(1, 4) n;

insert into participation (district_id, id, project_id, volunteer_id, joined_on)
select current_setting('linli.district')::uuid, ('01900000-0038-7000-8000-140213' || lpad((project * 1000 + n)::text, 6, '0'))::uuid,
       ('01900000-0036-7000-8000-140213' || lpad(project::text, 6, '0'))::uuid,
       ('01900000-0034-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, date '2024-07-01'
  from (select 1 as project, n from generate_series(1, 61) n
        union all select 2, n from generate_series(1, 11) n
        union all select 3, n from generate_series(62, 81) n) taking_part;

insert into property_company (district_id, id, code, name, contact_name, contact_phone, contact_subject)
values (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-140213000001', 'WY01', '示例物业一公司', '示例经理 1', '11170000001',
        '01900000-0000-4000-9000-140213000016'),
       (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-140213000002', 'WY02', '示例物业二公司', '示例经理 2', '11170000002', null);

insert into compound_property (district_id, id, company_id, compound_id, valid_from)
select current_setting('linli.district')::uuid, ('01900000-003a-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0039-7000-8000-140213' || lpad((1 + n % 2)::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, '2024-01-01'
  from generate_series(1, 12) n;

-- Shifts: one that was served and whose hours count, one to come.
insert into shift (district_id, id, project_id, starts_at, ends_at, place, mode, capacity)
values (current_setting('linli.district')::uuid, '01900000-003c-7000-8000-140213000001', '01900000-0036-7000-8000-140213000003',
        '2024-06-15 09:00+08', '2024-06-15 11:00+08', '示例活动中心', 'OFFLINE', 20),
       (current_setting('linli.district')::uuid, '01900000-003c-7000-8000-140213000002', '01900000-0036-7000-8000-140213000003',
        '2099-06-15 09:00+08', '2099-06-15 11:00+08', '示例线上群', 'ONLINE', 20);

insert into shift_sign_up (district_id, id, shift_id, volunteer_id, status, signed_up_at, checked_in_at, checked_out_at, minutes)
select current_setting('linli.district')::uuid, ('01900000-003d-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       '01900000-003c-7000-8000-140213000001', ('01900000-0034-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, 'HOURS_VERIFIED',
       '2024-06-10 08:00+08', '2024-06-15 08:55+08', '2024-06-15 11:05+08', 120
  from generate_series(62, 66) n;

insert into shift_outcome (district_id, id, shift_id, volunteer_id, note, recorded_at)
values (current_setting('linli.district')::uuid, '01900000-003e-7000-8000-140213000001', '01900000-003c-7000-8000-140213000001',
        '01900000-0034-7000-8000-140213000062', '示例记录：走访十户。', '2024-06-15 10:30+08');
