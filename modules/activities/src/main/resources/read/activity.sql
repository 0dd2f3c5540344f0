-- The rows of type Activity: what was published, for everybody; what was not, for district officers and the workers of its place.
select a.id, a.kind, a.title, a.summary, a.street_id, a.community_id, a.grid_id, a.host, a.venue, a.starts_at, a.ends_at,
       a.enrol_until, a.capacity, a.waitlist, a.audience, a.points_cost, a.points_reward, a.status, a.published_at, a.version, a.cancel_reason,
       a.approve_by, coalesce(a.approve_by <= now(), false) as overdue,
       a.status in ('ENDED', 'REPORTED', 'ARCHIVED') as held,
       (select count(*)::int from enrolment e
         where e.district_id = :district and e.activity_id = a.id
           and e.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')) as enrolment_count,
       case when a.capacity is not null
            then greatest(a.capacity - (select count(*)::int from enrolment e
                               where e.district_id = :district and e.activity_id = a.id
                                 and e.status in ('CONFIRMED', 'ATTENDED', 'NO_SHOW')), 0) end as seats_left,
       (select count(*)::int from enrolment e
         where e.district_id = :district and e.activity_id = a.id and e.status = 'WAITLISTED') as waitlist_count,
       case when has_part()
            then (select round(avg(v.score), 2)::float8 from evaluation v
                   where v.district_id = :district and v.activity_id = a.id) end as average_score
  from activity a
 where a.district_id = :district
   and (a.published_at is not null
        or has_role('DISTRICT_OFFICER')
        or exists (select from grid g
                     join community c on c.district_id = g.district_id and c.id = g.community_id
                    where g.district_id = :district and c.district_id = :district
                      and sees(g.id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')
                      and case when a.grid_id is not null then g.id = a.grid_id
                               when a.community_id is not null then g.community_id = a.community_id
                               else c.street_id = a.street_id end))
