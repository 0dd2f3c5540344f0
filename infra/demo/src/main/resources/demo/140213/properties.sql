-- 平城区: two property companies and the compounds they run. Neither has use cases yet.

insert into property_company (district_id, id, code, name, contact_name, contact_phone, contact_subject)
values (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-140213000001', 'WY01', '示例物业一公司', '示例经理 1', '11170000001',
        '01900000-0000-4000-9000-140213000016'),
       (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-140213000002', 'WY02', '示例物业二公司', '示例经理 2', '11170000002', null);

insert into compound_property (district_id, id, company_id, compound_id, valid_from)
select current_setting('linli.district')::uuid, ('01900000-003a-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0039-7000-8000-140213' || lpad((1 + n % 2)::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-140213' || lpad(n::text, 6, '0'))::uuid, '2024-01-01'
  from generate_series(1, 12) n;
