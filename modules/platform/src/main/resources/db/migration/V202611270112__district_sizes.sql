-- How large districts are and when they were last active, as it was when somebody counted: figures for operators, who see no rows.

-- Reference table: operators read it for all districts.
create table district_size (
    district_id      uuid not null,
    residents        bigint not null,
    merchants        bigint not null,
    grids            bigint not null,
    updates          bigint not null,
    file_bytes       bigint not null,
    last_activity_at timestamptz,
    measured_at      timestamptz not null default now(),
    constraint district_size_pk primary key (district_id),
    constraint district_size_in_district foreign key (district_id) references district (id) on delete cascade
);
grant select, insert, update on district_size to linli_app;
