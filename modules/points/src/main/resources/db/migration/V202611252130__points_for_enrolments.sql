-- Points can also be spent on a place in an activity.

alter type points_posting_kind add value 'ENROLMENT';
-- Named by what does not spend: a new value cannot be used by the transaction that adds it.
alter table points_posting drop constraint points_posting_only_spending_waits;
alter table points_posting add constraint points_posting_only_spending_waits
    check (status <> 'HELD' or kind not in ('GRANT', 'REWARD', 'EXPIRY'));
