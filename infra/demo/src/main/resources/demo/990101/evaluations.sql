-- 示例区: what residents think, low scores among it, and two triad evaluations, one with a missing leg.

insert into evaluation (district_id, id, author_id, activity_id, enrolment_id, score, comment, created_at)
select e.district_id, ('01900000-0050-7000-8000-990101' || right(e.id::text, 6))::uuid, e.resident_id, e.activity_id, e.id,
       1 + score, (array['示例评价：等了很久，不太满意。', '示例评价：场地有点小。', '示例评价：还可以。', '示例评价：不错，下次还来。', '示例评价：很好，学到不少。'])[1 + score],
       a.ends_at + interval '3 hours'
  from enrolment e
  join activity a on a.id = e.activity_id
 cross join lateral (select (array[0, 1, 2, 3, 3, 4, 4, 4])[1 + right(e.id::text, 6)::int % 8] as score) s
 where e.status = 'ATTENDED' and right(e.id::text, 6)::int % 3 <> 0;

insert into evaluation (district_id, id, author_id, merchant_id, score, comment, created_at)
select current_setting('linli.district')::uuid, ('01900000-0050-7000-8000-990101' || lpad((100000 + n)::text, 6, '0'))::uuid,
       ('01900000-0010-7000-8000-990101' || lpad((5 + n * 7 % 90)::text, 6, '0'))::uuid,
       ('01900000-0020-7000-8000-990101' || lpad((1 + n % 13)::text, 6, '0'))::uuid,
       case when n % 13 = 12 then 1 else 1 + n * 3 % 5 end,
       case when n % 13 = 12 then '示例评价：兑换券不给用。' when n % 2 = 0 then '示例评价：老板热情。' end,
       timestamptz '2024-05-01 12:00+08' + n * interval '31 hours'
  from generate_series(1, 60) n;

insert into evaluation_campaign (district_id, id, community_id, title, subject_kind, subject_name, status, opens_at, closes_at, published_at)
values (current_setting('linli.district')::uuid, '01900000-0051-7000-8000-990101000001', '01900000-0002-7000-8000-990101000001', '示例年度评价：物业服务',
        'PROPERTY_COMPANY', '示例甲物业', 'PUBLISHED', '2024-06-01 00:00+08', '2024-07-01 00:00+08', '2024-07-15 09:00+08'),
       (current_setting('linli.district')::uuid, '01900000-0051-7000-8000-990101000002', '01900000-0002-7000-8000-990101000002', '示例年度评价：在职党员服务',
        'SERVING_MEMBER', '示例党员', 'PUBLISHED', '2024-06-01 00:00+08', '2024-07-01 00:00+08', '2024-07-15 09:00+08'),
       (current_setting('linli.district')::uuid, '01900000-0051-7000-8000-990101000003', '01900000-0002-7000-8000-990101000003', '示例年度评价：商家',
        'MERCHANT', '示例春和面馆', 'OPEN', '2024-10-01 00:00+08', '2099-01-01 00:00+08', null);

-- Nobody of the party organisation voted in the second, so its leg is missing.
insert into evaluation_leg (district_id, id, campaign_id, kind, weight, score, ballot_count)
select current_setting('linli.district')::uuid, ('01900000-0052-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0051-7000-8000-990101' || lpad(campaign::text, 6, '0'))::uuid, kind::evaluation_leg_kind, weight, score, ballot_count
  from (values (1, 1, 'PARTY_ORGANISATION', 50, 62.50, 4), (2, 1, 'RESIDENTS', 50, 48.25, 37),
               (3, 2, 'PARTY_ORGANISATION', 40, null, 0), (4, 2, 'RESIDENTS', 40, 88.00, 25), (5, 2, 'SELF', 20, 95.00, 1),
               (6, 3, 'PARTY_ORGANISATION', 60, null, 0), (7, 3, 'RESIDENTS', 40, null, 0))
       as l (n, campaign, kind, weight, score, ballot_count);
