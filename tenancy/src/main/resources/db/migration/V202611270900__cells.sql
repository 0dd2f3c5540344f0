-- Districts live in cells, each a database of its own with all tables. The home has the registry; another cell has a copy of the entry of each
-- district that lives there.

alter table district
    -- Where it lives.
    add column cell      text not null default 'home',
    -- Since when no job of it is begun, and since when nobody writes in it: it is being moved.
    add column held_at   timestamptz,
    add column frozen_at timestamptz,
    -- Since when what this cell has of it does not count: it left for another one, or has not arrived yet.
    add column void_since timestamptz,
    add constraint district_cell_form check (cell ~ '^[a-z][a-z0-9-]{0,39}$'),
    add constraint district_frozen_is_held check (frozen_at is null or held_at is not null);

-- The lock of those who write in a district, which they share; whoever waits until nobody writes takes it alone.
create function writing_in(district uuid) returns bigint
    language sql immutable
    return hashtextextended(district::text, 7);

-- Enters a district for a transaction that may write, if it lives in this cell and is not frozen, which it then is not before the transaction ends.
-- In plpgsql, since the registry has to be read by a statement that begins when the lock is held. The platform is at home in every cell.
create function enter_to_write(entered uuid, cell text) returns boolean
    language plpgsql as $$
declare
    entry record;
begin
    if not pg_try_advisory_xact_lock_shared(writing_in(entered)) then
        raise exception 'the district is being moved' using errcode = 'LN006';
    end if;
    select d.code, d.cell, d.frozen_at into entry from district d where d.id = entered;
    if entry.code is null and enter_to_write.cell <> 'home' and entered <> '00000000-0000-0000-0000-000000000000'
       or entry.code <> '000000' and entry.cell <> enter_to_write.cell then
        raise exception 'the district lives in another cell' using errcode = 'LN007';
    elsif entry.frozen_at is not null then
        raise exception 'the district is being moved' using errcode = 'LN006';
    end if;
    return enter_district(entered);
end
$$;
