-- What districts count of themselves for those who look at a whole city. Each district's job puts in its own; nothing in it has fewer than ten people behind it.

create type city_figure_key as enum
    ('RESIDENTS', 'GRIDS', 'MERCHANTS', 'EVALUATIONS_OPEN', 'ACTIVITIES_HELD', 'ENROLMENTS', 'POINTS_GRANTED', 'POINTS_REDEEMED');

-- Reference table: figures, read for all districts.
create table city_figure (
    district_id uuid not null,
    key         city_figure_key not null,
    -- Its first day.
    month       date not null,
    -- Null where too few people are behind it to tell.
    value       bigint,
    counted_at  timestamptz not null,
    constraint city_figure_pk primary key (district_id, key, month),
    constraint city_figure_in_district foreign key (district_id) references district (id) on delete cascade,
    constraint city_figure_month_whole check (extract(day from month) = 1)
);
grant select, insert, update on city_figure to linli_app;
