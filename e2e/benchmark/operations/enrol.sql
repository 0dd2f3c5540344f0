select body, outcome
  from idempotency
 where district_id = $1::uuid and subject = $5 and client = 'linli-web' and key = $6 and path = 'enrol'
;
select a.status, a.enrol_until, a.starts_at, a.capacity, a.waitlist, a.audience, a.points_cost
  from activity a
 where a.district_id = $1::uuid and a.id = $2 and a.published_at is not null
   for update
;
select r.guardian_id, r.birth_date, r.status, r.tags, r.grid_id, e.status, s.taken, s.waiting
  from (select count(*) filter (where c.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as taken,
               count(*) filter (where c.status = 'WAITLISTED') as waiting
          from enrolment c
         where c.district_id = $1::uuid and c.activity_id = $2) s
  join resident r on r.district_id = $1::uuid and r.id = $3 and r.subject = $5
  left join enrolment e on e.district_id = $1::uuid and e.activity_id = $2 and e.resident_id = r.id
;;
insert into enrolment (district_id, id, activity_id, resident_id, grid_id, status, enrolled_at)
select $1::uuid, $4, $2, r.id, r.grid_id, 'CONFIRMED', clock_timestamp() from resident r where r.district_id = $1::uuid and r.id = $3
;
insert into event (district_id, id, name, subject_type, subject_id, from_state, to_state, actor, actor_roles, client, payload)
values ($1::uuid, uuidv7(), 'ENROLMENT_MOVED', 'Enrolment', $4, null, 'CONFIRMED', $5, '{RESIDENT}', 'linli-web',
        json_build_object('activity_id', $2))
;
insert into idempotency (district_id, subject, client, key, path, body, outcome)
values ($1::uuid, $5, 'linli-web', $6, 'enrol', encode(sha256(convert_to($2::text, 'UTF8')), 'hex'),
        convert_to(json_build_object('enrolment_id', $4, '#type', 'Enrolled')::text, 'UTF8'))
;
select row_to_json(d) from (
  select (select row_to_json(x) from (
    select (select row_to_json(y) from (
      select e.status, (select row_to_json(z) from (
        select a.capacity - (select count(*)::int from enrolment c
                              where c.district_id = a.district_id and c.activity_id = a.id
                                and c.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as "seatsLeft"
          from activity a where a.district_id = e.district_id and a.id = e.activity_id) z) as activity
        from enrolment e where e.district_id = $1::uuid and e.id = $4) y) as enrolment) x) as enrol) d
