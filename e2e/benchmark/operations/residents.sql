select row_to_json(d) from (select (select row_to_json(g) from (select (select row_to_json(c) from (
  select coalesce(json_agg(p.x) filter (where p.n <= 50), '[]') as nodes,
         (select row_to_json(i) from (select
            translate(encode(convert_to(json_build_array('AbCdEfGhIjKl',
                (array_agg((p.x).name))[least(count(p.n), 50)], (array_agg((p.x).id))[least(count(p.n), 50)])::text, 'UTF8'), 'base64'), E'+/=\n', '-_') as "endCursor",
            count(p.n) > 50 as "hasNextPage") i) as "pageInfo"
    from (select x, row_number() over () as n from (
            select 'resident_' || r.id as id, r.name, r.gender, r.birth_date as "birthDate",
                   overlay(r.phone placing '****' from 4 for 4) as phone, r.dwelling,
                   r.dwelling_relation as "dwellingRelation", r.registered_at as "registeredAt"
              from resident r
             where r.grid_id = g.id and r.name collate "C" >= $3 and r.name collate "C" < $4
             order by r.name, r.id limit 51) x) p) c) as residents
    from grid g where g.id = $2::uuid) g) as grid) d
