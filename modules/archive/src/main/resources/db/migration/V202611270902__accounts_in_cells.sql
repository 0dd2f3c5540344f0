-- Of these accounts those that another district of this cell knows: asked in each cell before an account goes with a district of another one.
create function accounts_in_cell(district uuid, accounts uuid[]) returns setof uuid
    language plpgsql security definer set search_path = public as $$
declare
    known record;
begin
    for known in
        select a.attrelid::regclass as relation, a.attname as account
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
          join pg_attribute of_district on of_district.attrelid = a.attrelid and of_district.attname = 'district_id'
         where c.relnamespace = 'public'::regnamespace and a.attname ~ 'subject$' and a.atttypid = 'uuid'::regtype
    loop
        return query execute format('select t.%1$I from %2$s t where t.%1$I = any($2) and t.district_id <> $1', known.account, known.relation)
            using district, accounts;
    end loop;
end
$$;
revoke execute on function accounts_in_cell(uuid, uuid[]) from public;
grant execute on function accounts_in_cell(uuid, uuid[]) to linli_app;
