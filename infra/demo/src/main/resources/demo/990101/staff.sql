-- Who works for 示例区: those with an account in the demo, of whom one is to be an officer of a department too. Somebody once took a role away past the register.
-- Ids: the table's number, the district's code, the row's number.

insert into staff_member (district_id, id, subject, name, username, email, status)
select current_setting('linli.district')::uuid, ('01900000-0095-7000-8000-99010100000' || n)::uuid, ('01900000-0000-4000-9000-99010100000' || n)::uuid,
       '示例' || title, '990101-' || login, '990101-' || login || '@example.test', 'CONNECTED'
  from (values (1, '网格员', 'grid'), (2, '社区工作者', 'community'), (3, '街道干部', 'street'), (4, '区干部', 'officer'), (5, '区管理员', 'admin'),
               (6, '审计员', 'auditor'), (7, '部门干部', 'department')) account(n, title, login)
returning id;

insert into role_grant (district_id, id, member_id, role, status, settled_at)
select current_setting('linli.district')::uuid, ('01900000-0096-7000-8000-99010100000' || n)::uuid, ('01900000-0095-7000-8000-99010100000' || n)::uuid,
       role::staff_role, 'GIVEN', now()
  from (values (1, 'GRID_WORKER'), (2, 'COMMUNITY_WORKER'), (3, 'STREET_OFFICER'), (4, 'DISTRICT_OFFICER'), (5, 'DISTRICT_ADMIN'), (6, 'AUDITOR'),
               (7, 'DEPARTMENT_OFFICER')) account(n, role)
returning id;

insert into role_grant (district_id, id, member_id, role, status, proposed_by)
values (current_setting('linli.district')::uuid, '01900000-0096-7000-8000-990101000008', '01900000-0095-7000-8000-990101000003', 'DEPARTMENT_OFFICER',
        'PROPOSED', '01900000-0000-4000-9000-990101000005');

insert into staff_drift (district_id, id, member_id, role, kind, status, ended_at)
values (current_setting('linli.district')::uuid, '01900000-0097-7000-8000-990101000001', '01900000-0095-7000-8000-990101000007', 'DEPARTMENT_OFFICER',
        'MISSING', 'OVER', now());

insert into staff_register (district_id) values (current_setting('linli.district')::uuid);
