package org.linli.live;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.UseCases.Call;
import org.linli.schema.read.Blinding;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/**
 * Same key, same outcome, for 24 hours and on any node: the key is claimed first and kept with the outcome in the transaction of
 * the use case. Whoever comes with the same key meanwhile waits for the claim, and finds the outcome. An outcome may hold what is kept
 * nowhere else, a code, an address that is a right, a number in clear; so it lies there sealed, and opens for its own row only.
 */
final class Idempotency {
    static final int KEPT_HOURS = 24;

    /** In none of what it separates: no text of the database holds it. */
    private static final String SEPARATOR = "\0";

    private final Blinding blinding;
    private final Sealer sealer;

    Idempotency(Blinding blinding, Sealer sealer) {
        this.blinding = blinding;
        this.sealer = sealer;
    }

    /** The update of nothing waits for whoever holds the key, and then gives what that one left. */
    private static final String CLAIM = """
            insert into idempotency as kept (district_id, subject, client, key, path, body)
            values ($1, $2::uuid, $3::text, $4::text, $5::text, $6::text)
            on conflict (district_id, subject, client, key, path) do update set key = excluded.key
            returning kept.body, kept.outcome, kept.created_at < current_timestamp - $7::int * interval '1 hour' as stale
            """;

    private static final String KEEP = """
            update idempotency set body = $6::text, outcome = $7::bytea, created_at = now()
             where district_id = $1 and subject = $2::uuid and client = $3::text and key = $4::text and path = $5::text
            """;

    /** @param outcome sealed, as the database writes bytes: in hexadecimal, after {@code \\x} */
    private record Claimed(String body, @Nullable String outcome, boolean stale) {
        byte[] sealed() {
            return HexFormat.of().parseHex(Objects.requireNonNull(outcome).substring(2));
        }
    }

    /**
     * The outcome under the call's key, or that of doing it. Keys belong to an account and its client, so guests have none.
     *
     * @param doing what gives the outcome, as JSON, in a transaction that has begun
     */
    Mono<String> once(Transaction transaction, UUID district, Call call, Mono<String> doing) {
        IdempotencyKey key = call.key();
        UUID subject = call.caller().subject();
        String client = call.caller().client();
        if (key == null || subject == null || client == null)
            return transaction.begun().then(doing);
        String body = hash(call);
        byte[] row = String.join(SEPARATOR, district.toString(), subject.toString(), client, key.text(), call.path())
                .getBytes(StandardCharsets.UTF_8);
        Mono<Claimed> claim =
                transaction.row(Claimed.class, CLAIM, subject, client, key.text(), call.path(), body, KEPT_HOURS);
        return claim.flatMap(claimed -> {
            if (claimed.outcome() == null || claimed.stale())
                return doing.flatMap(outcome -> transaction
                        .put(KEEP, subject, client, key.text(), call.path(), body, sealer.seal(outcome, row))
                        .thenReturn(outcome));
            if (!claimed.body().equals(body)) return Mono.error(ClientFault.of(ErrorCode.IDEMPOTENCY_KEY_REUSED));
            return Mono.just(sealer.open(claimed.sealed(), row));
        });
    }

    /** Under a key of the server: what was asked may be a vote, and who reads the table must not find it by trying. */
    private String hash(Call call) {
        return HexFormat.of().formatHex(blinding.index(call.name() + Json.canonical(call.arguments())));
    }
}
