-- A district is set up before anybody but its staff gets in. Those that are there are in use, and so is one that is put in by hand.

alter table district add column live_since timestamptz default now();

-- By whoever has entered the district, once; else no row is touched.
create function go_live(district uuid) returns table (since timestamptz)
    language sql security definer set search_path = public as $$
    update district d set live_since = now()
     where d.id = $1 and $1 = current_setting('linli.district')::uuid and d.live_since is null
    returning d.live_since
$$;
revoke execute on function go_live(uuid) from public;
grant execute on function go_live(uuid) to linli_app;
