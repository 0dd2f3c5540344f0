-- The roles of a server, once, as superuser: psql -v migrator_password=... -v app_password=... -f bootstrap.sql
-- Then database.sql, once for each database.

-- Owns everything and changes the schema; sees all districts.
create role linli_migrator login bypassrls password :'migrator_password';

-- What the API connects as. Owns nothing, so that row-level security binds it; gets its rights table by table.
create role linli_app login nobypassrls password :'app_password';

-- Of a statement that fails PostgreSQL logs no row and no key: they name people.
alter role linli_app set log_error_verbosity = terse;
alter role linli_migrator set log_error_verbosity = terse;
