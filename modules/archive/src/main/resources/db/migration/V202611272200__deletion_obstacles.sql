-- What a deletion whose time has come waits for.

create type deletion_obstacle as enum ('ARCHIVE_BEING_MADE', 'DIRECTORY_UNREACHABLE', 'NOT_CONFIGURED', 'UNEXPECTED');

alter table deletion add column obstacle deletion_obstacle;
grant update (obstacle) on deletion to linli_app;
