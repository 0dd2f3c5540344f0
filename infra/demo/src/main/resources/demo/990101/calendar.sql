-- 示例区 has a day off of its own, works on Saturday mornings, and has deadlines of its own. Clocks run for what waits for somebody.
-- Ids: the table's number, the district's code, the row's number.

insert into calendar_day (district_id, id, day, kind, name)
values (current_setting('linli.district')::uuid, '01900000-0070-7000-8000-990101000001', '2099-09-09', 'DAY_OFF', '示例区节');

insert into working_week (district_id) values (current_setting('linli.district')::uuid);

insert into working_time (district_id, id, weekday, opens_at, closes_at)
select current_setting('linli.district')::uuid, ('01900000-0071-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid, day,
       opens::time, closes::time
  from (select row_number() over (order by d.day, h.opens) as n, d.day, h.opens, h.closes
          from unnest(enum_range(null::weekday)) as d (day), (values ('09:00', '12:00'), ('14:00', '18:00')) as h (opens, closes)
         where d.day < 'SATURDAY' or d.day = 'SATURDAY' and h.opens = '09:00') t;

insert into deadline (district_id, id, kind, amount, unit)
values (current_setting('linli.district')::uuid, '01900000-0072-7000-8000-990101000001', 'ACTIVITY_APPROVAL', 16, 'WORKING_HOURS'),
       (current_setting('linli.district')::uuid, '01900000-0072-7000-8000-990101000002', 'SERVICE_REVIEW', 7, 'CALENDAR_DAYS');

update activity set approve_by = starts_at - interval '30 days' where status = 'SUBMITTED';
update merchant_service set review_by = valid_from + time '18:00' at time zone 'Asia/Shanghai' where status = 'SUBMITTED';
update resident set verify_by = registered_at + interval '14 days' where status in ('REGISTERED', 'IDENTITY_VERIFIED');
