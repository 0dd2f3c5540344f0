-- A job is named for what it does; how often is for the server to say, so that it recurs is kept beside the name.

alter table job add column recurring boolean not null default false;
update job set recurring = true, kind = replace(kind, '-daily', '') where kind like '%-daily';
drop index job_recurring;
create unique index job_recurring on job (district_id, kind) where done_at is null and recurring;
