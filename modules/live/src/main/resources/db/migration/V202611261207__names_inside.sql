-- Whether a name is known inside is told to nobody.
drop type webhook_address_rule;
create type webhook_address_rule as enum ('WELL_FORMED', 'HTTPS', 'NO_CREDENTIALS', 'PUBLIC');
alter type delivery_failure rename to former_delivery_failure;
create type delivery_failure as enum ('STATUS', 'REDIRECT', 'TIMEOUT', 'CONNECTION', 'TLS', 'ADDRESS_REFUSED', 'NOT_VISIBLE');
alter table webhook_delivery alter column failure type delivery_failure
    using (case failure::text when 'UNRESOLVED' then 'ADDRESS_REFUSED' else failure::text end)::delivery_failure;
drop type former_delivery_failure;
