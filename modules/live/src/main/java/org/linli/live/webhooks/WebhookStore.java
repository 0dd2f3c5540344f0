package org.linli.live.webhooks;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.read.Place;
import reactor.core.publisher.Mono;

/** What people write of webhooks. Whoever changes one holds its row. */
final class WebhookStore {
    /** One that somebody wants to do something with. */
    record Held(
            UUID id,
            String name,
            String address,
            String payload,
            String variables,
            WebhookStatus status,
            long position,
            int version) {}

    record HeldDelivery(UUID id, UUID webhookId) {}

    private record Count(long webhooks) {}

    private record Stretch(long head, boolean kept) {}

    private static final String HELD = """
            select w.id, w.name, w.address, w.payload, w.variables, w.status, w.position, w.version
              from webhook w
             where w.district_id = $1 and w.id = $2::uuid and ($3::uuid is null or w.subject = $3::uuid)
               for update
            """;

    /** @param subject whose it must be; null where anybody's is meant */
    Mono<Held> held(Work work, UUID webhook, @Nullable UUID subject) {
        return work.row(Held.class, HELD, webhook, subject);
    }

    Mono<Long> count(Work work) {
        return work.row(Count.class, """
                        select count(*) as webhooks from webhook w where w.district_id = $1 and w.subject = $2::uuid
                        """, work.subject()).map(Count::webhooks);
    }

    Mono<Void> add(
            Work work,
            UUID id,
            String name,
            String address,
            String payload,
            String variables,
            Place place,
            String secret) {
        return work.put(
                        """
                        insert into webhook (district_id, id, name, address, payload, variables, subject, client, granted_at, position, known,
                                             secret, created_at)
                        values ($1, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::uuid, $8::text, $9::timestamptz, $10::bigint, $11::uuid[],
                                $12::text, $9::timestamptz)
                        """,
                        id,
                        name,
                        address,
                        payload,
                        variables,
                        work.subject(),
                        work.caller().client(),
                        work.now(),
                        place.position(),
                        place.known().toArray(UUID[]::new),
                        secret)
                .then(work.put("""
                        insert into webhook_due (district_id, webhook_id, position, due_at) values ($1, $2::uuid, $3::bigint, 'infinity')
                        """, id, place.position()));
    }

    Mono<Void> change(Work work, UUID id, String name, String address, String payload, String variables) {
        return work.put("""
                update webhook set name = $3::text, address = $4::text, payload = $5::text, variables = $6::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, id, name, address, payload, variables);
    }

    Mono<Void> rotate(Work work, UUID id, String secret, OffsetDateTime oldUntil) {
        return work.put("""
                update webhook set old_secret = secret, old_secret_until = $4::timestamptz, secret = $3::text
                 where district_id = $1 and id = $2::uuid
                """, id, secret, oldUntil);
    }

    Mono<Void> pause(Work work, UUID id, WebhookPauseReason reason) {
        return work.put("""
                        update webhook set status = 'PAUSED', pause_reason = $3::text::webhook_pause_reason
                         where district_id = $1 and id = $2::uuid
                        """, id, reason.name()).then(work.put("""
                        update webhook_due set active = false where district_id = $1 and webhook_id = $2::uuid
                        """, id));
    }

    Mono<Void> move(Work work, UUID id, Place place) {
        return work.put("""
                update webhook set position = $3::bigint, known = $4::uuid[] where district_id = $1 and id = $2::uuid
                """, id, place.position(), place.known().toArray(UUID[]::new));
    }

    /** What waits is due at once: the time until then was nobody's failure. */
    Mono<Void> resume(Work work, UUID id) {
        return work.put("""
                        update webhook
                           set status = 'ACTIVE', pause_reason = null, granted_at = $3::timestamptz, client = $4::text, failures = 0,
                               failing_since = null
                         where district_id = $1 and id = $2::uuid
                        """, id, work.now(), work.caller().client())
                .then(work.put("""
                        update webhook_delivery set next_at = $3::timestamptz, attempts = 0
                         where district_id = $1 and webhook_id = $2::uuid and status = 'WAITING' and event_id is not null
                        """, id, work.now()))
                .then(wake(work, id));
    }

    /** Has it looked at soon. */
    private static Mono<Void> wake(Work work, UUID id) {
        return work.put("""
                update webhook_due set active = (select w.status = 'ACTIVE' from webhook w where w.district_id = $1 and w.id = $2::uuid),
                                       due_at = '-infinity'
                 where district_id = $1 and webhook_id = $2::uuid
                """, id);
    }

    Mono<Void> remove(Work work, UUID id) {
        return work.put("delete from webhook_delivery where district_id = $1 and webhook_id = $2::uuid", id)
                .then(work.put("delete from webhook where district_id = $1 and id = $2::uuid", id))
                .then(work.put("delete from webhook_due where district_id = $1 and webhook_id = $2::uuid", id));
    }

    /** It waits for a job of its own, and for no turn. */
    Mono<Void> addTest(Work work, UUID webhook, UUID delivery) {
        return work.put("""
                insert into webhook_delivery (district_id, id, webhook_id, entity_id, next_at, created_at)
                values ($1, $3::uuid, $2::uuid, $3::uuid, $4::timestamptz, $4::timestamptz)
                """, webhook, delivery, work.now());
    }

    /** Of two stretches that are still to be sent again one is made. */
    Mono<Void> replay(Work work, UUID webhook, long after, long upTo) {
        return work.put("""
                        update webhook set replay_after = least(replay_after, $3::bigint), replay_up_to = least(greatest(replay_up_to, $4::bigint), position)
                         where district_id = $1 and id = $2::uuid
                        """, webhook, after, upTo).then(wake(work, webhook));
    }

    Mono<HeldDelivery> delivery(Work work, UUID delivery) {
        return work.row(HeldDelivery.class, """
                select d.id, d.webhook_id
                  from webhook_delivery d
                  join webhook w on w.district_id = d.district_id and w.id = d.webhook_id
                 where d.district_id = $1 and w.district_id = $1 and d.id = $2::uuid and w.subject = $3::uuid and d.event_id is not null
                   for update of d
                """, delivery, work.subject());
    }

    Mono<Void> again(Work work, HeldDelivery delivery) {
        return work.put("""
                        update webhook_delivery set status = 'WAITING', attempts = 0, next_at = $3::timestamptz
                         where district_id = $1 and id = $2::uuid
                        """, delivery.id(), work.now()).then(wake(work, delivery.webhookId()));
    }

    /** How far the log is, where everything behind a position is kept; empty where it is not. */
    Mono<Long> head(Work work, @Nullable Long after) {
        return work.row(Stretch.class, """
                        select coalesce(h.position, 0) as head,
                               $2::bigint is null or $2::bigint >= coalesce(h.position, 0)
                               or exists (select from feed f where f.district_id = $1 and f.position = $2::bigint + 1) as kept
                          from (select (select h.position from feed_head h where h.district_id = $1) as position) h
                        """, after).filter(Stretch::kept).map(Stretch::head);
    }
}
