-- What a district changes of its settings beside its packages, under the same version.

create type retention as enum ('DAYS_30', 'DAYS_90', 'DAYS_365');

-- As set_packages; null stays as it is.
create function change_settings(district uuid, spoken language, kept retention, expected int) returns table (id uuid, version int)
    language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
begin
    return query
        insert into district_settings as s (district_id, language)
        select $1, coalesce($2, language_of($1))
         where $1 = current_setting('linli.district')::uuid
           and ($4 is null or exists (select from district_settings o where o.district_id = $1))
        on conflict (district_id) do update set language = excluded.language, version = s.version + 1
         where s.version = $4
        returning s.district_id, s.version;
    if found and $3 is not null then
        update district d set retention_days = substring($3::text from '[0-9]+')::smallint where d.id = $1;
    end if;
end
$$;
revoke execute on function change_settings(uuid, language, retention, int) from public;
grant execute on function change_settings(uuid, language, retention, int) to linli_app;
