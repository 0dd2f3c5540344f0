-- An activity as what files are attached to: by the workers who run it; everybody finds what was published.
select array(select g.id
               from grid g
               join community c on c.district_id = $1 and c.id = g.community_id
              where g.district_id = $1
                and case when a.grid_id is not null then g.id = a.grid_id
                         when a.community_id is not null then g.community_id = a.community_id
                         else c.street_id = a.street_id end) as grids,
       null::text as owner_role, null::uuid as owner_id, a.published_at is not null as open
  from activity a
 where a.district_id = $1 and a.id = $2::uuid
