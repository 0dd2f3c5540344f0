-- 示例区: serving members at several stages, and volunteers. Property companies and volunteers who are no serving members have no use cases
-- yet; what hangs on them stands here with them.

-- The first twelve are serving members; the demo's account 13 is volunteer 13.
insert into volunteer (district_id, id, name, community_id, skills, joined_on, resident_id, subject)
select current_setting('linli.district')::uuid, ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       coalesce(r.name, substr('赵钱孙李周吴郑王冯陈', 1 + n % 10, 1) || '示' || substr('安平和宁', 1 + n % 4, 1)),
       ('01900000-0002-7000-8000-990101' || lpad((1 + n % 4)::text, 6, '0'))::uuid,
       array[(array['组织协调', '急救', '法律咨询', '手机教学', '合唱'])[1 + n % 5]], date '2024-02-01' + n, r.id,
       case n when 1 then '01900000-0000-4000-9000-990101000014'::uuid when 13 then '01900000-0000-4000-9000-990101000013' end
  from generate_series(1, 20) n
  left join resident r on n > 13 and r.id = ('01900000-0010-7000-8000-990101' || lpad((n * 4 + 1)::text, 6, '0'))::uuid;

insert into serving_member (district_id, id, volunteer_id, unit_id, community_id, status, registered_on)
select current_setting('linli.district')::uuid, ('01900000-0035-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, v.id,
       ('01900000-0030-7000-8000-990101' || lpad((1 + (n - 1) % 3)::text, 6, '0'))::uuid, v.community_id,
       (array['FILED', 'ACTIVE', 'ACTIVE', 'REVIEWED', 'ACTIVE', 'UNIT_CONFIRMED', 'ACTIVE', 'TRANSFERRED', 'ENDED', 'COMMUNITY_ACCEPTED',
              'FILED', 'ACTIVE'])[1 + n % 12]::member_status, date '2024-02-01' + n
  from generate_series(1, 12) n
  join volunteer v on v.id = ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid;

insert into project (district_id, id, code, title, kind, street_id, description, starts_on, ends_on)
values (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-990101000001', 'XM01', '示例杯志愿服务', 'LEAGUE', null,
        '示例说明：引导观众、维护秩序。', '2024-06-01', '2024-07-01'),
       (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-990101000002', 'XM02', '示例夜校授课', 'TEACHING',
        '01900000-0001-7000-8000-990101000001', '示例说明：在职党员为居民上课。', '2024-04-01', null),
       (current_setting('linli.district')::uuid, '01900000-0036-7000-8000-990101000003', 'XM03', '示例河道清洁', 'ORDER',
        '01900000-0001-7000-8000-990101000002', '示例说明：每月一次。', '2024-03-01', null);

insert into project_unit (district_id, id, project_id, unit_id)
select current_setting('linli.district')::uuid, ('01900000-0037-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       '01900000-0036-7000-8000-990101000001', ('01900000-0030-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid
  from generate_series(1, 3) n;

insert into participation (district_id, id, project_id, volunteer_id, joined_on)
select current_setting('linli.district')::uuid, ('01900000-0038-7000-8000-990101' || lpad((project * 1000 + n)::text, 6, '0'))::uuid,
       ('01900000-0036-7000-8000-990101' || lpad(project::text, 6, '0'))::uuid,
       ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, date '2024-06-01'
  from (select 1 as project, n from generate_series(1, 12) n
        union all select 2, n from generate_series(1, 3) n
        union all select 3, n from generate_series(10, 20) n) taking_part;

-- The first compound changed its company.
insert into property_company (district_id, id, code, name, contact_name, contact_phone, contact_subject)
values (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-990101000001', 'WY01', '示例甲物业', '示例经理 1', '11199100001',
        '01900000-0000-4000-9000-990101000016'),
       (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-990101000002', 'WY02', '示例乙物业', '示例经理 2', '11199100002', null);

insert into compound_property (district_id, id, company_id, compound_id, valid_from, valid_to)
select current_setting('linli.district')::uuid, ('01900000-003a-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0039-7000-8000-990101' || lpad((1 + n % 2)::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-990101' || lpad(greatest(n, 1)::text, 6, '0'))::uuid,
       case n when 0 then date '2022-01-01' else date '2024-01-01' end, case n when 0 then date '2024-01-01' end
  from generate_series(0, 8) n;

-- Shifts: one that was served and whose hours count, one to come.
insert into shift (district_id, id, project_id, starts_at, ends_at, place, mode, capacity)
values (current_setting('linli.district')::uuid, '01900000-003c-7000-8000-990101000001', '01900000-0036-7000-8000-990101000003',
        '2024-06-15 09:00+08', '2024-06-15 11:00+08', '示例活动中心', 'OFFLINE', 20),
       (current_setting('linli.district')::uuid, '01900000-003c-7000-8000-990101000002', '01900000-0036-7000-8000-990101000003',
        '2099-06-15 09:00+08', '2099-06-15 11:00+08', '示例线上群', 'ONLINE', 20);

insert into shift_sign_up (district_id, id, shift_id, volunteer_id, status, signed_up_at, checked_in_at, checked_out_at, minutes)
select current_setting('linli.district')::uuid, ('01900000-003d-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       '01900000-003c-7000-8000-990101000001', ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, case n % 3 when 0 then 'REJECTED' else 'HOURS_VERIFIED' end::sign_up_status,
       '2024-06-10 08:00+08', '2024-06-15 08:55+08', '2024-06-15 11:05+08', 120
  from generate_series(13, 17) n;

insert into shift_outcome (district_id, id, shift_id, volunteer_id, note, recorded_at)
values (current_setting('linli.district')::uuid, '01900000-003e-7000-8000-990101000001', '01900000-003c-7000-8000-990101000001',
        '01900000-0034-7000-8000-990101000013', '示例记录：走访十户。', '2024-06-15 10:30+08');
