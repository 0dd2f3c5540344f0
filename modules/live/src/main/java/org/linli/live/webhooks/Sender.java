package org.linli.live.webhooks;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.linli.live.webhooks.DeliveryStore.Due;
import org.linli.live.webhooks.DeliveryStore.Hook;
import org.linli.live.webhooks.Receiver.Answer;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/** Signs a message and sends it, by the rules of Standard Webhooks. */
public final class Sender {
    private final Receiver receiver;
    private final Signatures signatures;
    private final Clock clock;

    /** @param clock by which everything about webhooks is due */
    public Sender(Receiver receiver, Sealer sealer, Clock clock) {
        this.receiver = receiver;
        this.signatures = new Signatures(sealer);
        this.clock = clock;
    }

    OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    Mono<Answer> send(Hook hook, Due due, byte[] body) {
        OffsetDateTime now = now();
        String message = messageId(hook, due);
        boolean both = hook.oldSecretUntil() != null && now.isBefore(hook.oldSecretUntil());
        long timestamp = now.toEpochSecond();
        return receiver.post(
                hook.address(),
                Map.of(
                        "content-type",
                        "application/json",
                        "user-agent",
                        "Linli-Webhooks",
                        "webhook-id",
                        message,
                        "webhook-timestamp",
                        Long.toString(timestamp),
                        "webhook-signature",
                        signatures.sign(
                                hook.id(), hook.secret(), both ? hook.oldSecret() : null, message, timestamp, body)),
                body);
    }

    /** As {@code read/webhook_delivery.sql} tells it. */
    private static String messageId(Hook hook, Due due) {
        return (due.eventId() == null ? "test_" + due.id() : "update_" + due.eventId()) + "_webhook_" + hook.id();
    }
}
