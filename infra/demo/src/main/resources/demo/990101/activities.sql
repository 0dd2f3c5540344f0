-- 示例区: activities at every stage, with seats and a waiting list, one called off; courses of both hosts and both prices.

insert into activity (district_id, id, kind, title, summary, street_id, community_id, grid_id, host, venue, starts_at, ends_at,
                      enrol_until, capacity, waitlist, audience, points_reward, status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0040-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, kind,
       '示例' || (array['居民议事会', '邻里清洁日', '手机课堂', '合唱排练', '防诈骗讲座', '旧物交换'])[1 + n % 6] || '第' || (1 + n / 6) || '期',
       '示例说明：欢迎参加。', c.street_id, c.id, case when n % 2 = 0 then g.id end, c.name, '示例活动室 ' || (1 + n % 3),
       starts_at, starts_at + interval '2 hours', starts_at - interval '12 hours', 10, 3, 'EVERYBODY', 10 * (n % 4), a.status,
       case when a.status not in ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED') then starts_at - interval '60 days' end
  from (select n,
               (array['SELF_GOVERNANCE', 'COMMUNITY', 'TRAINING', 'PAIRED_UNIT', 'LECTURE', 'SELF_GOVERNANCE'])[1 + n % 6]::activity_kind as kind,
               case when n <= 20 then (array['ENDED', 'REPORTED', 'ARCHIVED'])[1 + n % 3]
                    when n <= 28 then 'ENROLLING'
                    else (array['CANCELLED', 'DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED'])[n - 28] end::activity_status as status,
               date_trunc('day', now(), 'Asia/Shanghai') + interval '9 hours' + (n - 20) * case when n <= 20 then interval '6 days' else interval '1 day' end
                   - case when n <= 20 then interval '3 days' else interval '0' end as starts_at
          from generate_series(1, 34) n) a
  join grid g on g.id = ('01900000-0004-7000-8000-990101' || lpad((1 + n % 12)::text, 6, '0'))::uuid
  join community c on c.id = g.community_id;

-- Ten of those who enrolled in a held one came, but for every ninth; in coming ones the seats are taken and others wait.
insert into enrolment (district_id, id, activity_id, resident_id, status, enrolled_at)
select current_setting('linli.district')::uuid, ('01900000-0041-7000-8000-990101' || lpad((n * 20 + seat)::text, 6, '0'))::uuid,
       a.id, r.id,
       case when a.status = 'ENROLLING' and seat > 10 then 'WAITLISTED'::enrolment_status
            when a.status = 'ENROLLING' and seat = 1 then 'CANCELLED'
            when a.status = 'ENROLLING' then 'CONFIRMED'
            when (n + seat) % 9 = 0 then 'NO_SHOW'
            else 'ATTENDED' end,
       a.starts_at - interval '5 days' + seat * interval '1 hour'
  from generate_series(1, 28) n
 cross join generate_series(0, 12) seat
  join activity a on a.id = ('01900000-0040-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid
  join resident r on r.id = ('01900000-0010-7000-8000-990101' || lpad((5 + (n * 5 + seat * 12) % 180)::text, 6, '0'))::uuid
 where r.status not in ('MOVED_OUT', 'SUSPENDED', 'ERASED')
   and seat < case when a.status = 'ENROLLING' then 13 else 9 end;

insert into course (district_id, id, community_id, title, field, host, pricing, audience, starts_at, ends_at, hours_reason, capacity,
                    status, published_at)
select current_setting('linli.district')::uuid, ('01900000-0042-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0002-7000-8000-990101' || lpad(community::text, 6, '0'))::uuid, title, field::course_field, host::course_host,
       pricing::course_pricing, audience::audience, starts_at::time, ends_at::time, hours_reason, 20, status::course_status,
       case when status <> 'PLANNED' then timestamptz '2024-09-01 09:00+08' end
  from (values (1, 1, '示例书法', 'ART', 'LEAGUE', 'FREE', 'YOUTH', '19:00', '20:30', null, 'ENROLLING'),
               (2, 1, '示例合唱', 'MUSIC_DANCE', 'STREET', 'MARKET_AND_POINTS', 'EVERYBODY', '18:30', '20:00', null, 'RUNNING'),
               (3, 2, '示例烹饪', 'LIFE_SKILLS', 'STREET', 'MARKET_AND_POINTS', 'EVERYBODY', '19:00', '21:00', null, 'COMPLETED'),
               (4, 2, '示例面试辅导', 'GENERAL', 'LEAGUE', 'FREE', 'JOB_SEEKER', '14:00', '16:00', '求职者白天有空', 'ENROLLING'),
               (5, 3, '示例儿童绘画', 'ART', 'STREET', 'MARKET_AND_POINTS', 'CHILD', '18:00', '19:00', null, 'CANCELLED'),
               (6, 4, '示例舞蹈', 'MUSIC_DANCE', 'LEAGUE', 'FREE', 'YOUTH', '20:00', '21:30', null, 'PLANNED'))
       as c (n, community, title, field, host, pricing, audience, starts_at, ends_at, hours_reason, status);
