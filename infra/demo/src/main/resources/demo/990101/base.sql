-- 示例区: invented from end to end. Two streets, four communities, and a grid that was split into two.
-- Ids: the table's number, the district's code, the row's number.

insert into street (district_id, id, code, name)
select current_setting('linli.district')::uuid, ('01900000-0001-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, code, name
  from (values (1, 'DJ', '示例东街道'), (2, 'XJ', '示例西街道')) as s (n, code, name);

insert into community (district_id, id, code, name, street_id)
select current_setting('linli.district')::uuid, ('01900000-0002-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, code, name,
       ('01900000-0001-7000-8000-990101' || lpad(street::text, 6, '0'))::uuid
  from (values (1, 'TY', '示例桃园社区', 1), (2, 'LX', '示例柳溪社区', 1), (3, 'SQ', '示例石桥社区', 2), (4, 'YH', '示例云湖社区', 2))
       as c (n, code, name, street);

insert into compound (district_id, id, code, name, community_id)
select current_setting('linli.district')::uuid, ('01900000-0003-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       'X' || lpad(n::text, 3, '0'), '示例小区 ' || lpad(n::text, 2, '0'),
       ('01900000-0002-7000-8000-990101' || lpad(((n + 1) / 2)::text, 6, '0'))::uuid
  from generate_series(1, 8) n;

-- Three grids a community; grid 13 was split into 1 and 2 and lives on in old records.
insert into grid (district_id, id, code, name, community_id, status)
select current_setting('linli.district')::uuid, ('01900000-0004-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       'G' || lpad(n::text, 3, '0'), '示例网格 ' || lpad(n::text, 2, '0'),
       ('01900000-0002-7000-8000-990101' || lpad((1 + (n - 1) / 3 % 4)::text, 6, '0'))::uuid,
       case when n = 13 then 'SPLIT'::grid_status else 'ACTIVE' end
  from generate_series(1, 13) n;

insert into grid_succession (district_id, id, predecessor_id, successor_id)
select current_setting('linli.district')::uuid, ('01900000-0007-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       '01900000-0004-7000-8000-990101000013', ('01900000-0004-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid
  from generate_series(1, 2) n;

-- The first compound of a community has the first grid and shares the second with the second compound, which has the third.
insert into compound_grid (district_id, id, compound_id, grid_id)
select current_setting('linli.district')::uuid, ('01900000-0005-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-990101' || lpad((1 + (n - 1) / 2)::text, 6, '0'))::uuid,
       ('01900000-0004-7000-8000-990101' || lpad((1 + (n - 1) / 4 * 3 + (array[0, 1, 1, 2])[1 + (n - 1) % 4])::text, 6, '0'))::uuid
  from generate_series(1, 16) n;

-- The demo's accounts 01 to 03, an ended duty of the first in another grid, and workers without an account.
insert into duty (district_id, id, subject, person_name, role, position, street_id, community_id, grid_id, valid_from, valid_to)
values (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-990101000001', '01900000-0000-4000-9000-990101000001',
        '示例网格员', 'GRID_WORKER', '网格长', null, null, '01900000-0004-7000-8000-990101000001', '2024-01-01', null),
       (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-990101000002', '01900000-0000-4000-9000-990101000002',
        '示例社区工作者', 'COMMUNITY_WORKER', '社区网格管理员', null, '01900000-0002-7000-8000-990101000001', null, '2024-01-01', null),
       (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-990101000003', '01900000-0000-4000-9000-990101000003',
        '示例街道干部', 'STREET_OFFICER', '街道网格中心主任', '01900000-0001-7000-8000-990101000001', null, null, '2024-01-01', null),
       (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-990101000004', '01900000-0000-4000-9000-990101000001',
        '示例网格员', 'GRID_WORKER', null, null, null, '01900000-0004-7000-8000-990101000004', '2023-01-01', '2024-01-01');

insert into duty (district_id, id, subject, person_name, role, grid_id, valid_from)
select current_setting('linli.district')::uuid, ('01900000-0006-7000-8000-990101' || lpad((100 + n)::text, 6, '0'))::uuid,
       ('01900000-0000-4000-9100-990101' || lpad(n::text, 6, '0'))::uuid, '示例网格员 ' || lpad(n::text, 2, '0'), 'GRID_WORKER',
       ('01900000-0004-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, '2024-01-01'
  from generate_series(2, 12) n;

-- Who visits the merchants of the other street.
insert into duty (district_id, id, subject, person_name, role, position, street_id, valid_from)
values (current_setting('linli.district')::uuid, '01900000-0006-7000-8000-990101000202', '01900000-0000-4000-9100-990101000202',
        '示例街道干部 02', 'STREET_OFFICER', '街道网格中心主任', '01900000-0001-7000-8000-990101000002', '2024-01-01');
