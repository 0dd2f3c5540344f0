-- The rows of type WebhookDelivery: those of the webhooks that one sees.
select d.id, d.webhook_id, coalesce('update_' || d.event_id, 'test_' || d.id) || '_webhook_' || d.webhook_id as message_id, d.event_id,
       d.update_type, d.status, d.attempts, d.next_at as next_attempt_at, d.at, d.last_status as status_code, d.failure, d.duration_ms, d.created_at
  from webhook_delivery d
 where d.district_id = :district
   and exists (select from webhook w
                where w.district_id = :district and w.id = d.webhook_id
                  and (has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR') or has_role('INTEGRATOR') and w.subject = :subject))
