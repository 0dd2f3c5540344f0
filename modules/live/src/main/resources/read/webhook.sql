-- The rows of type Webhook: an integrator's own, all for the district's IT, officers and auditors. What tells of its address is the host.
select w.id, w.name, substring(w.address from '^[a-z]+://([^/?#]+)') as host, w.payload, w.variables, w.status, w.pause_reason, w.failures,
       w.failing_since, w.last_success_at, w.created_at, w.version, w.subject::text as account, w.client,
       greatest(coalesce((select h.position from feed_head h where h.district_id = :district), 0) - w.position, 0)::int as lag,
       (select e.at from feed f join event e on e.district_id = :district and e.id = f.event_id
         where f.district_id = :district and f.position = w.position) as read_up_to,
       (select count(*) from webhook_delivery d
         where d.district_id = :district and d.webhook_id = w.id and d.event_id is not null and d.status = 'DELIVERED' and d.at > now() - interval '5 minutes')::float8 / 5 as per_minute,
       (select count(*) from webhook_delivery d
         where d.district_id = :district and d.webhook_id = w.id and d.status = 'WAITING')::int as waiting
  from webhook w
 where w.district_id = :district
   and (has_role('DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR') or has_role('INTEGRATOR') and w.subject = :subject)
