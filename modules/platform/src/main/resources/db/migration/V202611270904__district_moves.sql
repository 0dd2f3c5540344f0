-- Districts on their way from cell to cell, rows of the platform.

create type move_status as enum ('REQUESTED', 'FROZEN', 'COPIED', 'VERIFIED', 'SWITCHED', 'THAWED', 'DONE', 'CANCELLED');
create type move_obstacle as enum ('BUSY', 'CLIENTS_SHARED', 'UNEXPECTED');
create type move_problem as enum ('CELL_UNKNOWN', 'LIVES_THERE', 'MOVES_ALREADY', 'NOT_IN_USE');

create table district_move (
    district_id  uuid not null,
    id           uuid not null,
    target_id    uuid not null,
    from_cell    text not null,
    to_cell      text not null,
    status       move_status not null default 'REQUESTED',
    obstacle     move_obstacle,
    -- The operator.
    requested_by uuid not null,
    requested_at timestamptz not null,
    frozen_at    timestamptz,
    switched_at  timestamptz,
    thawed_at    timestamptz,
    -- What both cells had of it.
    row_count    bigint,
    digest       text,
    -- Whether what a cancelled one had begun is undone.
    undone       boolean not null default false,
    version      int not null default 1,
    constraint district_move_pk primary key (district_id, id),
    constraint district_move_goes_somewhere check (from_cell <> to_cell)
);
-- One at a time.
create unique index district_move_pending on district_move (district_id, target_id) where status <> 'DONE' and not undone;

select protect('district_move');
