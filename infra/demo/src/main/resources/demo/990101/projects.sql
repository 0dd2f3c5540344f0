-- 示例区: which units serve in the league, and what the serving members can do. No use case tells either yet.

insert into project_unit (district_id, id, project_id, unit_id)
select current_setting('linli.district')::uuid, ('01900000-0037-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid,
       '01900000-0036-7000-8000-990101000001', ('01900000-0030-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid
  from generate_series(1, 3) n;

update volunteer v
   set skills = array[(array['组织协调', '急救', '法律咨询', '手机教学', '合唱'])[1 + n % 5]]
  from generate_series(1, 12) n
 where v.id = ('01900000-0034-7000-8000-990101' || lpad(n::text, 6, '0'))::uuid;
