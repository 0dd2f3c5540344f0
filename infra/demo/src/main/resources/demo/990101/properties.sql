-- 示例区: two property companies and the compounds they run. Neither has use cases yet.

-- The first compound changed its company.
insert into property_company (district_id, id, code, name, contact_name, contact_phone, contact_subject)
values (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-990101000001', 'WY01', '示例甲物业', '示例经理 1', '11199100001',
        '01900000-0000-4000-9000-990101000016'),
       (current_setting('linli.district')::uuid, '01900000-0039-7000-8000-990101000002', 'WY02', '示例乙物业', '示例经理 2', '11199100002', null);

insert into compound_property (district_id, id, company_id, compound_id, valid_from, valid_to)
select current_setting('linli.district')::uuid, ('01900000-003a-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       ('01900000-0039-7000-8000-990101' || lpad((1 + n % 2)::text, 6, '0'))::uuid,
       ('01900000-0003-7000-8000-990101' || lpad(greatest(n, 1)::text, 6, '0'))::uuid,
       case n when 0 then date '2022-01-01' else date '2024-01-01' end, case n when 0 then date '2024-01-01' end
  from generate_series(0, 8) n;
