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

-- A server that runs has a log, and keys of the last day: on tables that were empty when it was made a plan reads all that comes.
insert into event (district_id, id, name, subject_type, subject_id, to_state, actor, actor_roles, client, payload, at)
select e.district_id, uuidv7(), 'ENROLMENT_MOVED', 'Enrolment', e.id, e.status::text, e.resident_id, '{RESIDENT}', 'linli-web',
       json_build_object('activity_id', e.activity_id), e.enrolled_at
  from enrolment e;
insert into idempotency (district_id, subject, client, key, path, body, outcome)
select e.district_id, e.resident_id, 'linli-web', 'before-' || e.id, 'enrol', encode(sha256(uuid_send(e.id)), 'hex'),
       convert_to(json_build_object('enrolment_id', e.id, '#type', 'Enrolled')::text, 'UTF8')
  from enrolment e
 order by e.id
 limit 20000;
analyze;
