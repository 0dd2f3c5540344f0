-- A client that several districts have outlives the one where it is at home.

-- Other districts than the one that is being erased whose rows would go with this row of a reference table.
create function districts_depending(district uuid, shared regclass, row_id uuid) returns setof uuid
    language plpgsql stable security definer set search_path = public as $$
declare
    reference record;
begin
    perform erasable(district);
    for reference in
        select k.conrelid::regclass as relation, a.attname as key
          from pg_constraint k
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
          join pg_attribute of_district on of_district.attrelid = k.conrelid and of_district.attname = 'district_id'
         where k.contype = 'f' and k.confrelid = shared and cardinality(k.conkey) = 1
    loop
        return query execute format('select t.district_id from %s t where t.%I = $1 and t.district_id <> $2', reference.relation, reference.key)
            using row_id, district;
    end loop;
end
$$;
revoke execute on function districts_depending(uuid, regclass, uuid) from public;
grant execute on function districts_depending(uuid, regclass, uuid) to linli_app;
