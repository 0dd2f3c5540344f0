-- 平城区: the streets and communities that the newspaper page names. Where a street is not given there, it stays unknown here.
-- Compounds, grids and everybody in them are synthetic. Ids: the table's number, the district's code, the row's number.

insert into street (district_id, id, code, name)
select current_setting('linli.district')::uuid, ('01900000-0001-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, code, name
  from (values (1, 'SBS', '水泊寺街道'), (2, 'KY', '开源街道'), (3, 'QY', '清远街道'),
               (4, 'XH', '新华街道'), (5, 'XW', '新旺街道'), (6, 'YT', '永泰街道')) as s (n, code, name);

insert into community (district_id, id, code, name, street_id)
select current_setting('linli.district')::uuid, ('01900000-0002-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, code, name,
       ('01900000-0001-7000-8000-140213' || lpad(street::text, 6, '0'))::uuid
  from (values (1, 'TH', '太和社区', 1), (2, 'MF', '民富社区', 2), (3, 'MH', '民惠社区', 2), (4, 'HD', '惠达社区', 3),
               (5, 'YY', '悦悦社区', 4), (6, 'JQ', '局前社区', 4), (7, 'LGYDY', '柳港园东院社区', 5), (8, 'LHL', '柳航里社区', 6),
               (9, 'JX', '锦祥社区', 6), (10, 'KJ', '康吉社区', 6), (11, 'WX', '文兴社区', null)) as c (n, code, name, street);

-- Twelve compounds with two grids each in 太和, then one compound with two grids in each other community.
insert into compound (district_id, id, code, name, community_id)
select current_setting('linli.district')::uuid, ('01900000-0003-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       'X' || lpad(n::text, 3, '0'), '示例小区 ' || lpad(n::text, 2, '0'),
       ('01900000-0002-7000-8000-140213' || lpad(greatest(1, n - 11)::text, 6, '0'))::uuid
  from generate_series(1, 22) n;

insert into grid (district_id, id, code, name, community_id)
select current_setting('linli.district')::uuid, ('01900000-0004-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       'G' || lpad(n::text, 3, '0'), '示例网格 ' || lpad(n::text, 2, '0'),
       ('01900000-0002-7000-8000-140213' || lpad(greatest(1, (n + 1) / 2 - 11)::text, 6, '0'))::uuid
  from generate_series(1, 44) n;

insert into compound_grid (district_id, id, compound_id, grid_id)
select current_setting('linli.district')::uuid, ('01900000-0005-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-140213' || lpad(((n + 1) / 2)::text, 6, '0'))::uuid,
       ('01900000-0004-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid
  from generate_series(1, 44) n;

-- The demo's accounts 01 to 03, and a worker without an account for every other grid.
insert into duty (district_id, id, subject, person_name, role, position, street_id, community_id, grid_id, valid_from)
values (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-140213000001', '01900000-0000-4000-9000-140213000001',
        '示例网格员', 'GRID_WORKER', '网格长', null, null, '01900000-0004-7000-8000-140213000001', '2024-01-01'),
       (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-140213000002', '01900000-0000-4000-9000-140213000002',
        '示例社区工作者', 'COMMUNITY_WORKER', '社区网格管理员', null, '01900000-0002-7000-8000-140213000001', null, '2024-01-01'),
       (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-140213000003', '01900000-0000-4000-9000-140213000003',
        '示例街道干部', 'STREET_OFFICER', '街道网格中心主任', '01900000-0001-7000-8000-140213000001', null, null, '2024-01-01');

insert into duty (district_id, id, subject, person_name, role, grid_id, valid_from)
select current_setting('linli.district')::uuid, ('01900000-0006-7000-8000-140213' || lpad((100 + n)::text, 6, '0'))::uuid,
       ('01900000-0000-4000-9100-140213' || lpad(n::text, 6, '0'))::uuid, '示例网格员 ' || lpad(n::text, 2, '0'), 'GRID_WORKER',
       ('01900000-0004-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, '2024-01-01'
  from generate_series(2, 44) n;
