-- A row is written once, with its outcome: whoever holds a key meanwhile holds a lock.
alter table idempotency alter column outcome set not null;
comment on column idempotency.outcome is 'Sealed for this row.';
-- Only the forgetting, once an hour, asks by time, and reads a day's rows of a district to that end. Every request would pay for the index,
-- which was besides taken for the look-up of a key in a table that was empty when the plan was made.
drop index idempotency_by_time;
