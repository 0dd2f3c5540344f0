-- Files whose content was lost or spoilt when an archive was made, of which it has the rows only.

alter table archive add column files_missing int not null default 0;
grant update (files_missing) on archive to linli_app;
