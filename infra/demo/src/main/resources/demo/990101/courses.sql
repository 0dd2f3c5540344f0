-- 示例区: courses of both hosts and both prices. Courses have no use cases yet (DOMAIN.md S10).

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
