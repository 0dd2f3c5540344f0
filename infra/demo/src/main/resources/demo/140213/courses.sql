-- 平城区: the seventeen night-school courses of the page with hours and seats of our own. Courses have no use cases yet (DOMAIN.md S10).

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
