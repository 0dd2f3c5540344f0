-- What a district says of itself beside its packages, under the same version.

alter table district_settings
    -- All of them, as long as the district has named none.
    alter column packages drop not null,
    alter column packages drop default,
    -- In which those are spoken to who name none.
    add column language language not null default 'ZH_CN';

create function language_of(district uuid) returns language
    language sql stable as $$
    select coalesce((select s.language from district_settings s where s.district_id = $1), 'ZH_CN')
$$;
