-- Until when the subject may appeal is computed by the district's calendar when it is scored, and kept.
alter table evaluation_campaign add column appeals_until timestamptz;
update evaluation_campaign set appeals_until = scored_at + make_interval(days => appeal_days);
-- Working days from now on; null where the district's own deadline holds.
alter table evaluation_campaign
    alter column appeal_days drop not null,
    alter column appeal_days drop default;
