-- The rows of type CityFigure: of districts in use that are live and no sample, without what belongs to a package that the district has not.
select md5(f.district_id::text || f.key::text || f.month::text)::uuid as id, f.key, f.month, left(d.code, 4) as city, d.code as district_code,
       d.name as district_name, f.value::numeric as value, f.value is null as suppressed, f.counted_at as as_of
  from city_figure f
  join district d on d.id = f.district_id
 where d.code <> '000000' and d.state = 'ACTIVE' and d.live_since is not null and not d.sample and has_role('CITY_VIEWER')
   and coalesce(case f.key when 'MERCHANTS' then 'MERCHANTS'::package when 'EVALUATIONS_OPEN' then 'EVALUATIONS'
                           when 'ACTIVITIES_HELD' then 'ACTIVITIES' when 'ENROLMENTS' then 'ACTIVITIES'
                           when 'POINTS_GRANTED' then 'POINTS' when 'POINTS_REDEEMED' then 'POINTS' end
                = any(coalesce((select s.packages from district_size s where s.district_id = d.id and d.cell <> 'home'), packages_of(d.id))), true)
