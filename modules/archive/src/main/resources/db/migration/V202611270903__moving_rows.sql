-- Rows of a district on their way from cell to cell. The server may write only what does not count: a district that has left, or has not arrived yet.

create function void_here(district uuid) returns void
    language plpgsql stable as $$
begin
    if not exists (select from district d where d.id = void_here.district and d.code <> '000000' and d.void_since is not null) then
        raise exception 'the district lives in this cell' using errcode = 'insufficient_privilege';
    end if;
end
$$;

-- By which column rows belong to a district: a client to the one where it is at home.
create function whose(target regclass) returns text
    language sql stable as $$
    select case target::text when 'client_registration' then 'home_id' else 'district_id' end
$$;

-- Puts in rows as their table writes them as text.
create function receive_rows(district uuid, target regclass, texts text[]) returns void
    language plpgsql security definer set search_path = public as $$
declare
    received bigint;
begin
    perform void_here(district);
    -- The text is read once a row, and not once a column.
    execute format('insert into %1$s select (r.one).* from (select t.one::%1$s as one from unnest($1) t(one) offset 0) r where (r.one).%2$I = $2',
                   target, whose(target)) using texts, district;
    get diagnostics received = row_count;
    if received <> cardinality(texts) then
        raise exception 'rows of another district' using errcode = 'insufficient_privilege';
    end if;
end
$$;

-- Takes them out again.
create function drop_rows(district uuid, target regclass) returns bigint
    language plpgsql security definer set search_path = public as $$
declare
    gone bigint;
begin
    perform void_here(district);
    execute format('delete from %s t where t.%I = $1', target, whose(target)) using district;
    get diagnostics gone = row_count;
    return gone;
end
$$;

-- The copy of a district's entry, in a cell where nothing of it is left.
create function drop_entry(district uuid) returns void
    language plpgsql security definer set search_path = public as $$
begin
    perform void_here(district);
    delete from district d where d.id = drop_entry.district;
end
$$;

revoke execute on function receive_rows(uuid, regclass, text[]), drop_rows(uuid, regclass), drop_entry(uuid) from public;
grant execute on function receive_rows(uuid, regclass, text[]), drop_rows(uuid, regclass), drop_entry(uuid) to linli_app;
