-- An outcome may hold a code or an address that is a right, and a table is read by more people than may know one: it is kept sealed. What was
-- kept until now is forgotten, which costs whoever repeats a request of the last 24 hours that it is done anew, or refused by its rules.
truncate idempotency;
alter table idempotency alter column outcome type bytea using null;
comment on column idempotency.outcome is 'Sealed for this row; null only inside the transaction that claims the key.';
