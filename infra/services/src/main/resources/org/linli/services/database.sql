-- An empty database, as superuser: psql -v database=linli -f database.sql
-- Text compares by code point on every machine; Chinese sorts by ICU collations named where it matters.
create database :"database" owner linli_migrator template template0
    encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C';

alter database :"database" set timezone to 'UTC';

-- The schema public belongs to the database's owner by itself; everybody may look into it, nobody else may create.
revoke all on database :"database" from public;

grant connect on database :"database" to linli_app;
