-- Operators set what a district may take.

create type quota_part as enum ('REQUESTS_PER_SECOND', 'REQUESTS_AT_ONCE', 'COST_PER_SECOND', 'STORAGE_BYTES');
grant insert, update on district_quota to linli_app;
