select row_to_json(d) from (select (select row_to_json(n) from (select coalesce((select json_agg(x) from (
  select 'merchant_' || m.id as id, m.name,
         (select round(avg(e.score), 2)::float8 from evaluation e where e.merchant_id = m.id) as "averageScore",
         (select row_to_json(n) from (select coalesce((select json_agg(y) from (
            select 'service_' || s.id as id, s.title, s.points_price as "pointsPrice"
              from merchant_service s where s.merchant_id = m.id order by s.id limit 5) y), '[]') as nodes) n) as services,
         (select row_to_json(n) from (select coalesce((select json_agg(y) from (
            select e.score, e.comment,
                   (select row_to_json(z) from (select r.name from resident r where r.id = e.author_id) z) as author
              from evaluation e where e.merchant_id = m.id
             order by e.created_at desc, e.id desc limit 3) y), '[]') as nodes) n) as evaluations
    from merchant m where m.category = $2::merchant_category
   order by m.name, m.id limit 50) x), '[]') as nodes) n) as merchants) d
