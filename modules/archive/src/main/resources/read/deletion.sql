-- The rows of the operators' type Deletion: they outlive their districts.
select x.id, x.code, x.name, x.requested_at, x.grace_days, x.requested_at + make_interval(days => x.grace_days) as due_at,
       (case when x.ended_at is not null then 'ERASED'
             when x.withdrawn_at is not null then 'WITHDRAWN'
             when x.files is not null then 'ERASING'
             else 'WAITING' end)::deletion_status as status,
       case when num_nonnulls(x.withdrawn_at, x.ended_at) = 0 then x.obstacle end as obstacle,
       x.withdrawn_at, x.ended_at as erased_at, x.archive as archive_digest, x.certificate,
       (select coalesce(sum(e.value::bigint), 0) from jsonb_each_text(x.erased) e)::numeric as rows_erased,
       x.accounts as accounts_erased,
       case when x.ended_at is not null then '/platform/deletions/deletion_' || x.id || '.jws' end as certificate_address,
       (select d.id from district d where d.id = x.district_id) as district_id
  from deletion x
 where has_role('PLATFORM_ADMIN')
