-- Twenty invented districts of the same shape, as linli_migrator into an empty database. Ids follow from what they name,
-- so every run reads the same rows: id(kind, district, number within the district).
--   1 street  2 community  3 grid  4 resident  5 merchant  6 service  7 evaluation  8 activity  9 enrolment
create function pg_temp.id(kind int, d int, n int) returns uuid language sql immutable as $$
    select format('01900000-%s-7%s-8000-%s', lpad(to_hex(d), 4, '0'), lpad(to_hex(kind), 3, '0'), lpad(to_hex(n), 12, '0'))::uuid
$$;

insert into district (id, code, name, kc_org_id, sample)
select format('01900000-0000-7000-8000-000000%s', 990100 + d)::uuid, (990100 + d)::text, '示例区' || d,
       format('01900000-0000-4000-8000-000000%s', 990100 + d)::uuid, true
  from generate_series(1, 20) d;

create temp table d as select right(code, 2)::int as d, id from district;

insert into street (district_id, id, code, name)
select d.id, pg_temp.id(1, d, n), 'S' || n, '示例街道' || n from d, generate_series(1, 2) n;

insert into community (district_id, id, street_id, code, name)
select d.id, pg_temp.id(2, d, n), pg_temp.id(1, d, 1 + (n - 1) / 10), 'C' || n, '示例社区' || n from d, generate_series(1, 20) n;

insert into grid (district_id, id, community_id, code, name)
select d.id, pg_temp.id(3, d, n), pg_temp.id(2, d, 1 + (n - 1) / 10), 'G' || n, '第' || n || '网格' from d, generate_series(1, 200) n;

-- A hundred residents a grid; sixty of them share the grid's commonest surname.
insert into resident (district_id, id, name, gender, birth_date, phone, community_id, grid_id, dwelling, dwelling_relation, status, registered_at)
select d.id, pg_temp.id(4, d, n),
       (array['王', '李', '张', '刘', '陈', '杨', '赵', '黄'])[1 + case when i % 5 < 3 then g % 8 else (i / 5 + g) % 8 end]
           || (array['秀', '建', '丽', '志', '春', '海', '雪', '文', '玉', '永', '国'])[1 + (i * 7 + g + d) % 11]
           || (array['英', '华', '兰', '强', '梅', '军', '芳', '平', '霞', '明', '云', '林', '珍'])[1 + (i * 5 + g) % 13],
       (array['FEMALE', 'MALE']::gender[])[1 + i % 2],
       date '1940-01-01' + (n * 37) % 29000,
       '19' || lpad(((d * 20000 + n) * 7919::bigint % 1000000000)::text, 9, '0'),
       pg_temp.id(2, d, 1 + g / 10), pg_temp.id(3, d, 1 + g),
       format('%s号楼%s单元%s室', 1 + n % 30, 1 + n % 4, 101 + n % 1800),
       (array['REGISTERED', 'PERMANENT', 'FLOATING', 'TENANT']::dwelling_relation[])[1 + i % 4],
       case when i % 25 = 0 then 'MOVED_OUT' else 'ACTIVE' end::resident_status,
       timestamptz '2023-01-01 00:00Z' + n * interval '37 minutes'
  from d, generate_series(1, 20000) n, lateral (select (n - 1) % 200 as g, (n - 1) / 200 as i) place;

insert into merchant (district_id, id, code, name, category, address, contact_name, contact_phone, community_id, grid_id, status, signed_on)
select d.id, pg_temp.id(5, d, n), 'M' || n,
       '示例' || (array['和', '顺', '福', '康', '源', '盛', '兴'])[1 + n * 3 % 7] || (array['鲜果', '面馆', '理发', '书店', '药房'])[1 + n % 5] || n,
       (enum_range(null::merchant_category))[1 + n % 9], n || '号', '示例联系人', '19' || lpad((d * 600 + n)::text, 9, '0'),
       pg_temp.id(2, d, 1 + (n % 200) / 10), pg_temp.id(3, d, 1 + n % 200),
       'ACTIVE', date '2024-01-01' + n % 300
  from d, generate_series(1, 540) n;

insert into merchant_service (district_id, id, merchant_id, title, points_price, stock, valid_from, status)
select d.id, pg_temp.id(6, d, n), pg_temp.id(5, d, 1 + n % 540), '示例服务' || n, 50 + n % 200, 100, '2024-01-01', 'ONLINE'
  from d, generate_series(1, 540 * 6) n;

insert into activity (district_id, id, kind, title, street_id, community_id, host, venue, starts_at, ends_at, capacity, status, published_at)
select d.id, pg_temp.id(8, d, n), (enum_range(null::activity_kind))[1 + n % 7], '示例活动' || n,
       pg_temp.id(1, d, 1 + (n % 20) / 10), pg_temp.id(2, d, 1 + n % 20), '示例社区居委会', '活动室' || n % 9,
       timestamptz '2024-01-01 01:00Z' + n * interval '19 hours', timestamptz '2024-01-01 03:00Z' + n * interval '19 hours',
       40, 'ENROLLING', timestamptz '2023-12-01 00:00Z' + n * interval '19 hours'
  from d, generate_series(1, 400) n;

-- Between 12 and 32 enrolments an activity.
insert into enrolment (district_id, id, activity_id, resident_id, status, enrolled_at)
select d.id, pg_temp.id(9, d, a * 40 + n), pg_temp.id(8, d, a), pg_temp.id(4, d, 1 + (a * 211 + n * 97) % 20000),
       case when n % 9 = 0 then 'CANCELLED' else 'CONFIRMED' end::enrolment_status,
       timestamptz '2023-12-02 00:00Z' + a * interval '19 hours' + n * interval '1 hour'
  from d, generate_series(1, 400) a, generate_series(1, 12 + a % 21) n;

-- Ten evaluations a merchant.
insert into evaluation (district_id, id, author_id, merchant_id, score, comment, created_at)
select d.id, pg_temp.id(7, d, n), pg_temp.id(4, d, 1 + n * 31 % 20000), pg_temp.id(5, d, 1 + n % 540), 1 + n * 7 % 5,
       '示例点评' || n, timestamptz '2024-01-01 00:00Z' + (n * 7919 % 500000) * interval '1 minute'
  from d, generate_series(1, 5400) n;

analyze;
