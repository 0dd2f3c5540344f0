-- The rows of the operators' type District: the registry without the platform itself.
select d.id, d.code, d.name, d.state, d.time_zone, d.sample, d.created_at, d.version, d.cell, d.frozen_at,
       coalesce((select s.packages from district_size s where s.district_id = d.id and d.cell <> 'home'), packages_of(d.id)) as packages,
       d.live_since,
       (select case when s.residents not between 1 and 9 then s.residents end from district_size s where s.district_id = d.id)::int as residents,
       (select s.merchants from district_size s where s.district_id = d.id)::int as merchants,
       (select s.grids from district_size s where s.district_id = d.id)::int as grids,
       (select s.updates from district_size s where s.district_id = d.id)::int as updates,
       (select s.file_bytes from district_size s where s.district_id = d.id)::numeric as file_bytes,
       (select s.open_streams from district_size s where s.district_id = d.id)::int as open_streams,
       (select s.last_activity_at from district_size s where s.district_id = d.id) as last_activity_at,
       (select s.archive_key_at from district_size s where s.district_id = d.id) as archive_key_at,
       (select s.measured_at from district_size s where s.district_id = d.id) as measured_at,
       (select o.id from onboarding o
         where o.district_id = :district and o.target_id = d.id and o.status <> 'CANCELLED') as onboarding_id,
       (select x.id from deletion x where x.district_id = d.id and x.withdrawn_at is null) as deletion_id,
       d.id as quota_id
  from district d
 where d.code <> '000000' and has_role('PLATFORM_ADMIN')
