-- A row is written once, with its outcome: whoever holds a key meanwhile holds a lock.
alter table idempotency alter column outcome set not null;
comment on column idempotency.outcome is 'Sealed for this row.';
-- Only the forgetting asks by time. Beginning with the district, this index was taken for the look-up of a key in a table that was empty
-- when the plan was made.
drop index idempotency_by_time;
create index idempotency_by_time on idempotency (created_at);
