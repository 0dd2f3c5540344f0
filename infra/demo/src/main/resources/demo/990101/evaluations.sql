-- 示例区: what residents think, low scores among it, and triad evaluations: two published, one of them with a missing leg, and two open.
-- Their subjects are property companies and members that stand in units.sql, so they stand here.

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

insert into evaluation_campaign (district_id, id, community_id, title, subject_kind, subject_id, subject_name, status, opens_at, closes_at,
                                 minimum_ballots, scored_at, appeals_until, published_at)
select current_setting('linli.district')::uuid, ('01900000-0051-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0002-7000-8000-990101' || lpad(community::text, 6, '0'))::uuid, title, kind::evaluated_kind, subject::uuid,
       coalesce((select m.name from merchant m where m.id = subject::uuid), name), status::evaluation_campaign_status,
       opens_at::timestamptz, closes_at::timestamptz, minimum, scored_at::timestamptz, scored_at::timestamptz + interval '7 days', published_at::timestamptz
  from (values (1, 1, '示例年度评价：物业服务', 'PROPERTY_COMPANY', '01900000-0039-7000-8000-990101000001', '示例甲物业', 'PUBLISHED',
                '2024-06-01 00:00+08', '2024-07-01 00:00+08', 3, '2024-07-02 09:00+08', '2024-07-15 09:00+08'),
               (2, 2, '示例年度评价：在职党员服务', 'SERVING_MEMBER', '01900000-0035-7000-8000-990101000001', '示例党员', 'PUBLISHED',
                '2024-06-01 00:00+08', '2024-07-01 00:00+08', 5, '2024-07-02 09:00+08', '2024-07-15 09:00+08'),
               (3, 3, '示例年度评价：商家', 'MERCHANT', '01900000-0020-7000-8000-990101000008', null, 'OPEN',
                '2024-10-01 00:00+08', '2099-01-01 00:00+08', 5, null, null),
               (4, 1, '示例季度评价：物业服务', 'PROPERTY_COMPANY', '01900000-0039-7000-8000-990101000002', '示例乙物业', 'OPEN',
                '2024-10-01 00:00+08', '2099-01-01 00:00+08', 5, null, null))
       as c (n, community, title, kind, subject, name, status, opens_at, closes_at, minimum, scored_at, published_at);

insert into evaluation_item (district_id, id, campaign_id, edition, number, title, weight)
select c.district_id, ('01900000-0053-7000-8000-990101' || right(c.id::text, 5) || i.number)::uuid, c.id, 1, i.number, i.title, i.weight
  from evaluation_campaign c, (values (1, '示例指标：态度', 50), (2, '示例指标：时效', 30), (3, '示例指标：成效', 20)) as i (number, title, weight);

-- Nobody of the party organisation voted in the second, so its leg is missing.
insert into evaluation_leg (district_id, id, campaign_id, kind, weight, ballot_count)
select current_setting('linli.district')::uuid, ('01900000-0052-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0051-7000-8000-990101' || lpad(campaign::text, 6, '0'))::uuid, kind::evaluation_leg_kind, weight, ballot_count
  from (values (1, 1, 'PARTY_ORGANISATION', 50, 4), (2, 1, 'RESIDENTS', 50, 37),
               (3, 2, 'PARTY_ORGANISATION', 40, 0), (4, 2, 'RESIDENTS', 40, 25), (5, 2, 'SELF', 20, 1),
               (6, 3, 'PARTY_ORGANISATION', 60, 0), (7, 3, 'RESIDENTS', 40, 0), (8, 4, 'RESIDENTS', 100, 0))
       as l (n, campaign, kind, weight, ballot_count);

-- The ballots of what is counted; low ones for the property company.
insert into evaluation_ballot (district_id, campaign_id, leg_id, scores)
select l.district_id, l.campaign_id, l.id,
       case when right(l.campaign_id::text, 1) = '1' then array[30 + n * 7 % 41, 40 + n * 11 % 31, 35 + n * 13 % 51]
            else array[80 + n * 7 % 21, 75 + n * 11 % 26, 85 + n * 13 % 16] end
  from evaluation_leg l, generate_series(1, l.ballot_count) n
 order by gen_random_uuid();

insert into evaluation_item_score (district_id, leg_id, item_id, score)
select l.district_id, l.id, i.id, round(avg(b.scores[i.number]), 2)
  from evaluation_leg l
  join evaluation_item i on i.campaign_id = l.campaign_id
  join evaluation_ballot b on b.leg_id = l.id
 group by l.district_id, l.id, i.id;

update evaluation_leg l
   set score = round(m.mean, 2)
  from (select b.leg_id, avg(b.scores[1] * 50 + b.scores[2] * 30 + b.scores[3] * 20) / 100 as mean from evaluation_ballot b group by b.leg_id) m
 where m.leg_id = l.id;

update evaluation_campaign c
   set score = (select round(sum(m.mean * l.weight) / sum(l.weight), 2)
                  from evaluation_leg l
                  join (select b.leg_id, avg(b.scores[1] * 50 + b.scores[2] * 30 + b.scores[3] * 20) / 100 as mean
                          from evaluation_ballot b group by b.leg_id) m on m.leg_id = l.id
                 where l.campaign_id = c.id)
 where c.status = 'PUBLISHED';

-- Who may vote in the open ones: residents as they live there, and for the party organisation five of them.
insert into evaluation_voter (district_id, campaign_id, kind, resident_id)
select r.district_id, c.id, 'RESIDENTS', r.id
  from evaluation_campaign c
  join resident r on r.community_id = c.community_id
 where c.status = 'OPEN' and r.status in ('RESIDENCE_VERIFIED', 'ACTIVE') and r.guardian_id is null;

insert into evaluation_voter (district_id, campaign_id, kind, resident_id)
select v.district_id, v.campaign_id, 'PARTY_ORGANISATION', v.resident_id
  from evaluation_voter v
 where right(v.campaign_id::text, 1) = '3'
 order by v.resident_id limit 5;
