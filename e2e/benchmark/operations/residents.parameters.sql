select g.district_id, json_build_object('grid', 'grid_' || g.id, 'prefix', p.prefix), g.id, p.prefix, chr(ascii(p.prefix) + 1)
  from grid g,
       lateral (select left(r.name, 1) as prefix from resident r
                 where r.district_id = g.district_id and r.grid_id = g.id group by 1 order by count(*) desc limit 1) p
