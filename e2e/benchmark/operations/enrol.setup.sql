-- A hundred residents of each district have accounts, its activities are yet to come and have seats for all; each of these residents
-- may then enrol once in each.
update resident set subject = uuidv7()
 where right(id::text, 12) between lpad(to_hex(201), 12, '0') and lpad(to_hex(300), 12, '0');
update activity set starts_at = starts_at + interval '20 years', ends_at = ends_at + interval '20 years', capacity = 10000;

create table benchmark_enrol as
select a.district_id, a.id as activity_id, r.id as resident_id, uuidv7() as enrolment_id, r.subject,
       row_number() over (order by md5(r.id::text || a.id)) as n
  from activity a
  join resident r on r.district_id = a.district_id and r.subject is not null
 where not exists (select from enrolment e
                    where e.district_id = a.district_id and e.activity_id = a.id and e.resident_id = r.id);
create unique index on benchmark_enrol (n);
analyze;
