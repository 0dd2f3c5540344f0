-- The status is compared as text: comparing enums is not leakproof, so under row-level security the planner would pass over the index.
-- The account of a resident who lives here is RESIDENT. One who is suspended is nobody, but still belongs here: ACCOUNT is what everybody is.
select case when r.status::text = 'SUSPENDED' then 'ACCOUNT' else 'RESIDENT' end as role, r.id as entity, null::uuid[] as grids, null::date as valid_from, null::date as valid_to
  from resident r
 where r.district_id = :district
   and r.subject = :subject
   and r.status::text not in ('MOVED_OUT', 'ERASED')
