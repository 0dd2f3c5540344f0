-- The rows of type Course: what was published, for everybody; what was not, for district officers and the workers of its community.
select c.id, c.community_id, c.title, c.summary, c.field, c.host, c.pricing, c.audience, c.starts_at, c.ends_at,
       c.hours_reason, c.capacity, c.status, c.published_at
  from course c
 where c.district_id = :district
   and (c.published_at is not null
        or has_role('DISTRICT_OFFICER')
        or exists (select from grid g
                    where g.district_id = :district and g.community_id = c.community_id
                      and sees(g.id, 'GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER')))
