package org.linli.live.webhooks;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.webhooks.Receiver.Answer;
import org.linli.schema.engine.Subscribed.Told;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the platform itself writes of webhooks, while it holds the lease of one. */
final class DeliveryStore {
    /** A webhook of which this node has the lease. */
    record Leased(UUID districtId, UUID webhookId, int lease) {}

    /** A webhook as it is worked on. */
    record Hook(
            UUID id,
            String address,
            String payload,
            String variables,
            UUID subject,
            @Nullable String client,
            OffsetDateTime grantedAt,
            long position,
            List<UUID> known,
            @Nullable Long replayAfter,
            @Nullable Long replayUpTo,
            String secret,
            @Nullable String oldSecret,
            @Nullable OffsetDateTime oldSecretUntil,
            long head,
            boolean kept,
            int waiting) {}

    /** @param position null of a test */
    record Due(UUID id, @Nullable UUID eventId, @Nullable Long position, int attempts) {}

    record Failed(int failures, OffsetDateTime failingSince) {}

    private record Locked(int lease) {}

    /** Those with news or with an attempt that is due, of all districts, but of those that some node works on. */
    private static final String CLAIM = """
            update webhook_due set leased_until = $3::timestamptz, lease = lease + 1
             where (district_id, webhook_id) in (
                       select d.district_id, d.webhook_id
                         from webhook_due d
                         left join feed_head h on h.district_id = d.district_id
                        where d.district_id <> $1 and d.active and (d.due_at <= $2::timestamptz or h.position > d.position)
                          and (d.leased_until is null or d.leased_until <= $2::timestamptz)
                          and exists (select from district o where o.id = d.district_id and o.cell = $5::text and o.held_at is null)
                        order by d.due_at, d.webhook_id
                        limit $4::int
                          for update of d skip locked)
            returning district_id, webhook_id, lease
            """;

    private static final String HOOK = """
            select w.id, w.address, w.payload, w.variables, w.subject, w.client, w.granted_at, w.position, w.known, w.replay_after,
                   w.replay_up_to, w.secret, w.old_secret, w.old_secret_until, coalesce(h.position, 0) as head,
                   coalesce(h.position, 0) <= w.position
                   or exists (select from feed f where f.district_id = $1 and f.position = w.position + 1) as kept,
                   (select count(*) from webhook_delivery d
                     where d.district_id = $1 and d.webhook_id = w.id and d.status = 'WAITING' and d.event_id is not null)::int as waiting
              from webhook w
              left join feed_head h on h.district_id = $1
             where w.district_id = $1 and w.id = $2::uuid
            """;

    /** What is told again waits again. */
    private static final String TAKE = """
            insert into webhook_delivery (district_id, id, webhook_id, event_id, position, update_type, entity_id, next_at, created_at)
            select $1, uuidv7(), $2::uuid, e.id, t.position, e.name, e.subject_id, $5::timestamptz, $5::timestamptz
              from unnest($3::uuid[], $4::bigint[]) as t(event_id, position)
              join event e on e.district_id = $1 and e.id = t.event_id
             order by t.position
                on conflict (district_id, webhook_id, event_id) do update
               set status = 'WAITING', attempts = 0, next_at = excluded.next_at where webhook_delivery.status <> 'WAITING'
            returning id
            """;

    /** Of each record that waits only the first, so that none overtakes another of the same. */
    private static final String FIRST = """
            select distinct on (d.entity_id) d.id, d.event_id, d.position, d.attempts, d.next_at
              from webhook_delivery d
             where d.district_id = $1 and d.webhook_id = $2::uuid and d.status = 'WAITING' and d.event_id is not null
             order by d.entity_id, d.position
            """;

    private static final String DUE = "select f.id, f.event_id, f.position, f.attempts from (" + FIRST
            + ") f where f.next_at <= $3::timestamptz order by f.position limit $4::int";

    private static final String RELEASE = """
            update webhook_due u
               set leased_until = null, waiting = w.waiting,
                   position = case when w.waiting < $4::int then w.position end,
                   due_at = case when w.replay_after is null or w.waiting >= $4::int then w.due_at else '-infinity' end
              from (select k.position, k.replay_after,
                           (select count(*) from webhook_delivery d
                             where d.district_id = $1 and d.webhook_id = $2::uuid and d.status = 'WAITING' and d.event_id is not null) as waiting,
                           coalesce((select min(f.next_at) from (%s) f), 'infinity') as due_at
                      from webhook k where k.district_id = $1 and k.id = $2::uuid) w
             where u.district_id = $1 and u.webhook_id = $2::uuid and u.lease = $3::int
            """.formatted(FIRST);

    Flux<Leased> claim(Transaction everywhere, OffsetDateTime now, OffsetDateTime until, int most, String cell) {
        return everywhere.rows(Leased.class, CLAIM, now, until, most, cell);
    }

    /** Holds the lease for a while more; empty where it is no longer this node's, or the webhook is paused. */
    Mono<Hook> renew(Transaction transaction, Leased leased, OffsetDateTime until) {
        return transaction
                .row(Locked.class, """
                        update webhook_due set leased_until = $4::timestamptz
                         where district_id = $1 and webhook_id = $2::uuid and lease = $3::int and active
                        returning lease
                        """, leased.webhookId(), leased.lease(), until)
                .flatMap(locked -> hook(transaction, leased.webhookId()));
    }

    Mono<Hook> hook(Transaction transaction, UUID webhook) {
        return transaction.row(Hook.class, HOOK, webhook);
    }

    /** Keeps what is to be delivered of a stretch of the log. */
    Mono<Long> take(Transaction transaction, UUID webhook, List<Told> told, OffsetDateTime now) {
        if (told.isEmpty()) return Mono.just(0L);
        return transaction
                .rows(
                        Taken.class,
                        TAKE,
                        webhook,
                        told.stream().map(Told::id).toArray(UUID[]::new),
                        told.stream().map(Told::position).toArray(Long[]::new),
                        now)
                .count();
    }

    private record Taken(UUID id) {}

    /** Notes up to where the log was read, unless that was done by somebody else meanwhile. */
    Mono<Void> read(Transaction transaction, UUID webhook, long from, long to) {
        return transaction.put("""
                update webhook set position = $4::bigint
                 where district_id = $1 and id = $2::uuid and position = $3::bigint
                """, webhook, from, to);
    }

    Mono<Void> replayed(Transaction transaction, UUID webhook, long from, long to) {
        return transaction.put("""
                update webhook
                   set replay_after = case when replay_up_to > $4::bigint then $4::bigint end,
                       replay_up_to = case when replay_up_to > $4::bigint then replay_up_to end
                 where district_id = $1 and id = $2::uuid and replay_after = $3::bigint
                """, webhook, from, to);
    }

    Flux<Due> due(Transaction transaction, UUID webhook, OffsetDateTime now, int most) {
        return transaction.rows(Due.class, DUE, webhook, now, most);
    }

    Mono<Due> test(Transaction transaction, UUID webhook, UUID delivery) {
        return transaction.row(Due.class, """
                select d.id, d.event_id, d.position, d.attempts
                  from webhook_delivery d
                 where d.district_id = $1 and d.webhook_id = $2::uuid and d.id = $3::uuid and d.status = 'WAITING'
                """, webhook, delivery);
    }

    /** @param nextAt null where it is not tried any more */
    Mono<Void> tried(
            Transaction transaction, UUID delivery, Answer answer, OffsetDateTime at, @Nullable OffsetDateTime nextAt) {
        DeliveryStatus status = answer.taken()
                ? DeliveryStatus.DELIVERED
                : nextAt == null ? DeliveryStatus.DEAD : DeliveryStatus.WAITING;
        return transaction.put(
                """
                update webhook_delivery
                   set status = $3::text::delivery_status, attempts = attempts + 1, next_at = $4::timestamptz, at = $5::timestamptz,
                       last_status = $6::int, failure = $7::text::delivery_failure, duration_ms = $8::int
                 where district_id = $1 and id = $2::uuid and status = 'WAITING'
                """,
                delivery,
                status.name(),
                answer.taken() ? null : nextAt,
                at,
                answer.status(),
                answer.failure() == null ? null : answer.failure().name(),
                answer.durationMs());
    }

    /** A receiver that could not be reached, and is back, is sent what waits; what it has refused waits for its time. */
    Mono<Void> succeeded(Transaction transaction, UUID webhook, OffsetDateTime at) {
        return transaction
                .row(Before.class, """
                        update webhook set failures = 0, failing_since = null, last_success_at = $3::timestamptz
                         where district_id = $1 and id = $2::uuid
                        returning old.failures
                        """, webhook, at)
                .filter(before -> before.failures() > 0)
                .flatMap(back -> transaction.put("""
                        update webhook_delivery set next_at = $3::timestamptz
                         where district_id = $1 and webhook_id = $2::uuid and status = 'WAITING' and next_at > $3::timestamptz
                           and failure in ('CONNECTION', 'TIMEOUT', 'TLS')
                        """, webhook, at));
    }

    private record Before(int failures) {}

    Mono<Failed> failed(Transaction transaction, UUID webhook, OffsetDateTime at) {
        return transaction.row(Failed.class, """
                update webhook set failures = failures + 1, failing_since = coalesce(failing_since, $3::timestamptz)
                 where district_id = $1 and id = $2::uuid
                returning failures, failing_since
                """, webhook, at);
    }

    /** Whether it was active. */
    Mono<Boolean> pause(Transaction transaction, UUID webhook, WebhookPauseReason reason) {
        return transaction
                .change("""
                        update webhook set status = 'PAUSED', pause_reason = $3::text::webhook_pause_reason
                         where district_id = $1 and id = $2::uuid and status = 'ACTIVE'
                        """, webhook, reason.name())
                .delayUntil(paused -> transaction.put("""
                        update webhook_due set active = false where district_id = $1 and webhook_id = $2::uuid
                        """, webhook))
                .map(paused -> paused > 0);
    }

    /** Gives the lease to nobody until then. */
    Mono<Void> postpone(Transaction transaction, Leased leased, OffsetDateTime until) {
        return transaction.put("""
                update webhook_due set leased_until = $4::timestamptz, lease = lease + 1
                 where district_id = $1 and webhook_id = $2::uuid and lease = $3::int
                """, leased.webhookId(), leased.lease(), until);
    }

    /** Gives the lease back, and says when there is something to do again; behind the lock of those who want to wake it. */
    Mono<Void> release(Transaction transaction, Leased leased, int ahead) {
        return transaction
                .row(Locked.class, """
                        select u.lease from webhook_due u
                         where u.district_id = $1 and u.webhook_id = $2::uuid and u.lease = $3::int
                           for update
                        """, leased.webhookId(), leased.lease())
                .flatMap(locked -> transaction.change(RELEASE, leased.webhookId(), leased.lease(), ahead))
                .then();
    }

    Mono<Long> forget(Transaction transaction, OffsetDateTime before) {
        return transaction.change("""
                delete from webhook_delivery where district_id = $1 and status <> 'WAITING' and created_at < $2::timestamptz
                """, before);
    }
}
