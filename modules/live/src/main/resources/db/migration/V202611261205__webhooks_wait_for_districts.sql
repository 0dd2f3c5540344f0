-- A district that is suspended has its webhooks wait, and pauses none.
alter table webhook drop constraint webhook_paused_for_a_reason;
alter type webhook_pause_reason rename to former_webhook_pause_reason;
create type webhook_pause_reason as enum
    ('ASKED_FOR', 'RECEIVER_GONE', 'RECEIVER_FAILING', 'RIGHT_LOST', 'PAYLOAD_REFUSED', 'CURSOR_EXPIRED');
-- Whose district is back by now is resumed by whoever registered it, as if it had been asked for.
alter table webhook alter column pause_reason type webhook_pause_reason
    using (case pause_reason::text when 'DISTRICT_SUSPENDED' then 'ASKED_FOR' else pause_reason::text end)::webhook_pause_reason;
drop type former_webhook_pause_reason;
alter table webhook add constraint webhook_paused_for_a_reason check ((status = 'PAUSED') = (pause_reason is not null));
