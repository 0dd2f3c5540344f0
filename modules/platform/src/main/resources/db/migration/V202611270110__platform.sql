-- The platform in its own registry: what operators do has a log, a feed and keys, as what a district does.
insert into district (id, code, name, state, time_zone)
values ('00000000-0000-7000-8000-000000000000', '000000', '平台', 'ACTIVE', 'Asia/Shanghai');
