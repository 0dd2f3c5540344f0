-- 平城区: 145 self-governance activities held in 水泊寺, the seventeen night-school courses of the page with hours and seats of our own,
-- and invented activities of other kinds, past ones and, from the day of loading on, coming ones.

-- Of the 145 fifteen are the whole street's, forty the community's, and ninety a grid's.
insert into activity (district_id, id, kind, title, summary, street_id, community_id, grid_id, host, venue, starts_at, ends_at,
                      capacity, audience, points_reward, status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0040-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, 'SELF_GOVERNANCE',
       '示例' || (array['居民议事会', '楼道美化行动', '邻里清洁日', '小区花圃共建', '旧物交换集市', '停车共商会', '垃圾分类劝导', '邻里百家宴', '夜间巡逻',
                        '亲子阅读角', '门球友谊赛', '安全用电自查'])[1 + n % 12] || '第' || (1 + n / 12) || '期',
       '示例说明：居民自己商议、自己动手。', '01900000-0001-7000-8000-140213000001',
       case when n > 15 then '01900000-0002-7000-8000-140213000001'::uuid end,
       case when n > 55 then ('01900000-0004-7000-8000-140213' || lpad((1 + n % 24)::text, 6, '0'))::uuid end,
       case when n <= 15 then '水泊寺街道（示例）' when n <= 55 then '太和社区（示例）' else '示例小区 ' || lpad((1 + n % 24 / 2)::text, 2, '0') || '居民小组' end,
       '示例活动室 ' || (1 + n % 6), starts_at, starts_at + interval '2 hours', 30, 'EVERYBODY', 10 * (1 + n % 3),
       (array['ENDED', 'REPORTED', 'ARCHIVED'])[1 + n % 3]::activity_status, starts_at - interval '7 days'
  from (select n, timestamptz '2024-01-13 09:00+08' + n * interval '2 days' + n % 3 * interval '5 hours' as starts_at
          from generate_series(1, 145) n) held;

-- One of another kind, held, in each community, and one of the whole district.
insert into activity (district_id, id, kind, title, summary, street_id, community_id, host, venue, starts_at, ends_at, capacity,
                      audience, status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0040-7000-8000-140213' || lpad((199 + c.n)::text, 6, '0'))::uuid,
       (array['NIGHT_SCHOOL', 'TRAINING', 'NIGHT_SCHOOL', 'COMMUNITY', 'LECTURE', 'COMMUNITY'])[1 + c.n % 6]::activity_kind,
       (array['示例夜校开放日', '示例手机使用课堂', '示例夜校体验课', '示例便民服务日', '示例防诈骗讲座', '示例亲子手工课'])[1 + c.n % 6],
       '示例说明：由社区与志愿者合办。', y.street_id, y.id, y.name || '（示例）', '示例社区活动中心', starts_at, starts_at + interval '2 hours', 40,
       (array['YOUTH', 'ELDER', 'YOUTH', 'EVERYBODY', 'ELDER', 'FAMILY'])[1 + c.n % 6]::audience, 'REPORTED', starts_at - interval '7 days'
  from (select n, timestamptz '2024-10-08 19:00+08' + n * interval '2 days' as starts_at from generate_series(1, 11) n) c
  join community y on y.id = ('01900000-0002-7000-8000-140213' || lpad(c.n::text, 6, '0'))::uuid;

insert into activity (district_id, id, kind, title, summary, host, venue, starts_at, ends_at, audience, status, published_at)
values (current_setting('linli.district')::uuid, '01900000-0040-7000-8000-140213000250', 'CAMPAIGN', '示例网格工作宣传日', '示例说明：网格员在广场答问。',
        '平城区（示例）', '示例广场', '2024-10-19 09:00+08', '2024-10-19 11:30+08', 'EVERYBODY', 'REPORTED', '2024-10-12 09:00+08');

-- Coming ones: two a day from tomorrow in the grids of 太和, one of each week in another community.
insert into activity (district_id, id, kind, title, summary, street_id, community_id, grid_id, host, venue, starts_at, ends_at,
                      enrol_until, capacity, waitlist, audience, points_reward, status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0040-7000-8000-140213' || lpad((300 + n)::text, 6, '0'))::uuid,
       (array['SELF_GOVERNANCE', 'COMMUNITY', 'PAIRED_UNIT', 'TRAINING'])[1 + n % 4]::activity_kind,
       (array['示例居民议事会', '示例邻里运动会', '示例单位开放日', '示例急救培训'])[1 + n % 4] || '（报名中）', '示例说明：欢迎报名。',
       '01900000-0001-7000-8000-140213000001', '01900000-0002-7000-8000-140213000001',
       ('01900000-0004-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, '太和社区（示例）', '示例活动室 ' || (1 + n % 6),
       starts_at, starts_at + interval '2 hours', starts_at - interval '12 hours', 12, 5, 'EVERYBODY', 20, 'ENROLLING',
       starts_at - interval '30 days'
  from (select n, date_trunc('day', now(), 'Asia/Shanghai') + interval '9 hours' + (n + 1) / 2 * interval '1 day' + n % 2 * interval '6 hours' as starts_at
          from generate_series(1, 24) n) coming;

insert into activity (district_id, id, kind, title, summary, street_id, community_id, host, venue, starts_at, ends_at, enrol_until,
                      capacity, audience, points_reward, status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0040-7000-8000-140213' || lpad((350 + c.n)::text, 6, '0'))::uuid, 'COMMUNITY',
       '示例社区开放日（报名中）', '示例说明：欢迎报名。', y.street_id, y.id, y.name || '（示例）', '示例社区活动中心', starts_at, starts_at + interval '3 hours',
       starts_at - interval '1 day', 60, 'EVERYBODY', 10, 'ENROLLING', starts_at - interval '120 days'
  from (select n, date_trunc('day', now(), 'Asia/Shanghai') + interval '14 hours' + n * interval '7 days' as starts_at from generate_series(2, 11) n) c
  join community y on y.id = ('01900000-0002-7000-8000-140213' || lpad(c.n::text, 6, '0'))::uuid;

-- Those who came to the held ones: residents of the grid, or of any where the activity is wider.
insert into enrolment (district_id, id, activity_id, resident_id, status, enrolled_at)
select current_setting('linli.district')::uuid, ('01900000-0041-7000-8000-140213' || lpad((n * 10 + seat)::text, 6, '0'))::uuid,
       ('01900000-0040-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0010-7000-8000-140213' || lpad((1 + (n % 24 + (n * 7 + seat) * 24) % 5496 * 3)::text, 6, '0'))::uuid, 'ATTENDED',
       timestamptz '2024-01-07 20:00+08' + n * interval '2 days' + seat * interval '37 minutes'
  from generate_series(1, 145) n, generate_series(0, 7) seat;

-- Those who will come: eight to thirteen for twelve seats, the thirteenth waits. The demo's resident is the first in four of them.
insert into enrolment (district_id, id, activity_id, resident_id, status, enrolled_at)
select current_setting('linli.district')::uuid, ('01900000-0041-7000-8000-140213' || lpad((10000 + n * 20 + seat)::text, 6, '0'))::uuid,
       ('01900000-0040-7000-8000-140213' || lpad((300 + n)::text, 6, '0'))::uuid,
       ('01900000-0010-7000-8000-140213' || lpad(case when n <= 4 and seat = 1 then 1 else 1 + (n - 1 + (n + seat * 5) * 24) % 5496 * 3 end::text, 6, '0'))::uuid,
       case when seat = 13 then 'WAITLISTED'::enrolment_status else 'CONFIRMED' end,
       date_trunc('day', now(), 'Asia/Shanghai') - interval '3 days' + seat * interval '61 minutes'
  from generate_series(1, 24) n, generate_series(1, 13) seat
 where seat <= 8 + n % 6;

-- The League's night school: free, in the evening (its rule: 18:00 to 22:00).
insert into course (district_id, id, community_id, title, summary, field, host, pricing, audience, starts_at, ends_at, capacity, status,
                    published_at)
select current_setting('linli.district')::uuid, ('01900000-0042-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0002-7000-8000-140213' || lpad(community::text, 6, '0'))::uuid, title, '示例说明：时间与名额为示例。', field::course_field,
       'LEAGUE', 'FREE', 'YOUTH', '19:00', '20:30', 30, 'ENROLLING', '2024-10-08 09:00+08'
  from (values (1, 6, '书法', 'ART'), (2, 6, '播音表演', 'MUSIC_DANCE'), (3, 6, '美术', 'ART'), (4, 6, '体能', 'LIFE_SKILLS'),
               (5, 1, '传统文化', 'GENERAL'), (6, 1, '红色经典故事', 'GENERAL'), (7, 1, '中国文字的演变', 'GENERAL'),
               (8, 7, '摄影拍摄技巧', 'ART'), (9, 7, '自媒体传播', 'GENERAL'), (10, 7, '电商文案编辑', 'LIFE_SKILLS'),
               (11, 7, '视频剪辑', 'LIFE_SKILLS'), (12, 7, '心理学教育', 'GENERAL'),
               (13, 3, '国画', 'ART'), (14, 3, '剪纸', 'ART'), (15, 3, '缠花', 'ART'), (16, 3, '香包制作', 'LIFE_SKILLS'),
               (17, 8, '普拉提垫上运动', 'MUSIC_DANCE')) as c (n, community, title, field);
