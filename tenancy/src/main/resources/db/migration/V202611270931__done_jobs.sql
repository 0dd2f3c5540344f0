-- What is done is forgotten after a week: until then it can be asked what became of it. What it was told goes with its end.

update job set payload = '{}' where done_at is not null;
create index job_done on job (district_id, done_at) where done_at is not null;

-- The district's own, and how many there were. The server may delete no job otherwise.
create function forget_jobs(district uuid) returns bigint
    language sql security definer set search_path = public as $$
    with gone as (
        delete from job j
         where j.district_id = $1 and $1 = current_setting('linli.district')::uuid
           and j.done_at < now() - interval '7 days'
        returning 1)
    select count(*) from gone
$$;
revoke execute on function forget_jobs(uuid) from public;
grant execute on function forget_jobs(uuid) to linli_app;
