select row_to_json(d) from (select (select row_to_json(x) from (
  select 'street_' || s.id as id, s.name,
         (select row_to_json(n) from (select coalesce((select json_agg(y) from (
            select 'community_' || c.id as id, c.name,
                   (select row_to_json(n) from (select coalesce((select json_agg(z) from (
                      select 'grid_' || g.id as id, g.name,
                             (select count(*)::int from resident r
                               where r.grid_id = g.id
                                 and r.status in ('REGISTERED', 'IDENTITY_VERIFIED', 'RESIDENCE_VERIFIED', 'ACTIVE', 'SUSPENDED')) as "residentCount"
                        from grid g where g.community_id = c.id order by g.name, g.id limit 10) z), '[]') as nodes) n) as grids
              from community c where c.street_id = s.id order by c.name, c.id limit 10) y), '[]') as nodes) n) as communities
    from street s where s.id = $2::uuid) x) as street) d
