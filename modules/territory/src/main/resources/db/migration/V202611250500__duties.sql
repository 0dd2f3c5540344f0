-- A duty gives nothing before a second person confirms it. Those there were before count as confirmed.

create type duty_status as enum ('PROPOSED', 'CONFIRMED', 'WITHDRAWN');

alter table duty
    add column status duty_status not null default 'CONFIRMED',
    -- Null for duties older than this rule.
    add column proposed_by uuid,
    add column confirmed_by uuid,
    add constraint duty_has_two_persons check (confirmed_by <> proposed_by and confirmed_by <> subject and proposed_by <> subject);
