package org.linli.live;

import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.UseCases.Call;
import org.linli.schema.read.Blinding;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Mono;

/**
 * Same key, same outcome, for 24 hours and on any node: the key is claimed first and kept with the outcome in the transaction of
 * the use case. Whoever comes with the same key meanwhile waits for the claim, and finds the outcome.
 */
final class Idempotency {
    static final Duration KEPT = Duration.ofHours(24);

    private final Blinding blinding;

    Idempotency(Blinding blinding) {
        this.blinding = blinding;
    }

    private record Claimed(String body, @Nullable String outcome, boolean stale) {}

    /**
     * The outcome under the call's key, or that of doing it. Keys belong to an account and its client, so guests have none.
     *
     * @param doing what gives the outcome, as JSON
     */
    Mono<String> once(Transaction transaction, Call call, Mono<String> doing) {
        IdempotencyKey key = call.key();
        UUID subject = call.caller().subject();
        String client = call.caller().client();
        if (key == null || subject == null || client == null) return doing;
        String body = hash(call);
        return claim(transaction, key, subject, client, call.path(), body).flatMap(claimed -> {
            if (claimed.outcome() == null || claimed.stale())
                return doing.flatMap(outcome -> keep(transaction, key, subject, client, call.path(), body, outcome));
            if (!claimed.body().equals(body)) return Mono.error(ClientFault.of(ErrorCode.IDEMPOTENCY_KEY_REUSED));
            return Mono.just(claimed.outcome());
        });
    }

    /** The update of nothing waits for whoever holds the key, and then gives what that one left. */
    private static Mono<Claimed> claim(
            Transaction transaction, IdempotencyKey key, UUID subject, String client, String path, String body) {
        return transaction.row(
                Claimed.class,
                """
                insert into idempotency as kept (district_id, subject, client, key, path, body)
                values ($1, $2::uuid, $3::text, $4::text, $5::text, $6::text)
                on conflict (district_id, subject, client, key, path) do update set key = excluded.key
                returning kept.body, kept.outcome, kept.created_at < $7::timestamptz as stale
                """,
                subject,
                client,
                key.text(),
                path,
                body,
                transaction.now().minus(KEPT));
    }

    private static Mono<String> keep(
            Transaction transaction,
            IdempotencyKey key,
            UUID subject,
            String client,
            String path,
            String body,
            String outcome) {
        return transaction
                .change("""
                        update idempotency set outcome = $6::text, body = $7::text, created_at = now()
                         where district_id = $1 and subject = $2::uuid and client = $3::text and key = $4::text and path = $5::text
                        """, subject, client, key.text(), path, outcome, body)
                .thenReturn(outcome);
    }

    /** Under a key of the server: what was asked may be a vote, and who reads the table must not find it by trying. */
    private String hash(Call call) {
        return HexFormat.of().formatHex(blinding.index(call.name() + Json.canonical(call.arguments())));
    }
}
