-- What operators see of archives and deletions, while they come about and afterwards.

create type archive_status as enum ('REQUESTED', 'WRITING', 'READY');
create type deletion_status as enum ('WAITING', 'ERASING', 'ERASED', 'WITHDRAWN');

-- How much of it is written.
alter table archive
    add column written_rows  bigint not null default 0,
    add column written_bytes bigint not null default 0;
grant update (written_rows, written_bytes) on archive to linli_app;
