-- 平城区 works at the usual hours, has a day off of its own, and gives itself less time to approve activities. In the first grid clocks run for who is to be verified.
-- Ids: the table's number, the district's code, the row's number.

insert into calendar_day (district_id, id, day, kind, name)
values (current_setting('linli.district')::uuid, '01900000-0070-7000-8000-140213000001', '2099-09-08', 'DAY_OFF', '示例放假日');

insert into deadline (district_id, id, kind, amount, unit)
values (current_setting('linli.district')::uuid, '01900000-0072-7000-8000-140213000001', 'ACTIVITY_APPROVAL', 2, 'WORKING_DAYS');

update resident set verify_by = registered_at + interval '14 days'
 where grid_id = '01900000-0004-7000-8000-140213000001' and status in ('REGISTERED', 'IDENTITY_VERIFIED');
