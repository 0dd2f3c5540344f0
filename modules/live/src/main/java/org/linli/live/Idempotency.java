package org.linli.live;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.UseCases.Call;
import org.linli.schema.read.Blinding;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;

/**
 * Same key, same outcome, for 24 hours and on any node: the key is held first, and kept with the outcome in the transaction of
 * the use case. Whoever comes with the same key meanwhile waits, and finds the outcome. An outcome may hold what is kept
 * nowhere else, a code, an address that is a right, a number in clear; so it lies there sealed, and opens for its own row only. What is
 * {@link ToldOnce} does not lie there at all.
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

    private static final String KEPT = """
            select kept.body, kept.outcome, kept.created_at < current_timestamp - $6::int * interval '1 hour' as stale
              from idempotency kept
             where kept.district_id = $1 and kept.subject = $2::uuid and kept.client = $3::text and kept.key = $4::text
               and kept.path = $5::text
            """;

    /** Over what has grown stale; whoever holds the key is alone with it. */
    private static final String KEEP = """
            insert into idempotency (district_id, subject, client, key, path, body, outcome)
            values ($1, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::bytea)
            on conflict (district_id, subject, client, key, path) do update
               set body = excluded.body, outcome = excluded.outcome, created_at = excluded.created_at
            """;

    /**
     * What was done, as JSON.
     *
     * @param told now
     * @param kept to be told to repetitions
     */
    record Done(String told, String kept) {
        static Done as(Object outcome) {
            String told = Json.outcome(outcome);
            return new Done(told, outcome instanceof ToldOnce once ? Json.outcome(once.again()) : told);
        }
    }

    /** @param outcome sealed, as the database writes bytes: in hexadecimal, after {@code \\x} */
    private record Kept(String body, String outcome, boolean stale) {
        byte[] sealed() {
            return HexFormat.of().parseHex(outcome.substring(2));
        }
    }

    /**
     * The outcome under the call's key, or that of doing it. Keys belong to an account and its client, so guests have none.
     *
     * @param doing what gives the outcome, in a transaction that has begun
     */
    Mono<String> once(Transaction transaction, UUID district, Call call, Mono<Done> doing) {
        IdempotencyKey key = call.key();
        UUID subject = call.caller().subject();
        String client = call.caller().client();
        if (key == null || subject == null || client == null)
            return transaction.begun().then(doing).map(Done::told);
        String body = hash(call);
        byte[] row = String.join(SEPARATOR, district.toString(), subject.toString(), client, key.text(), call.path())
                .getBytes(StandardCharsets.UTF_8);
        Mono<String> kept = doing.flatMap(done -> transaction
                .put(KEEP, subject, client, key.text(), call.path(), body, sealer.seal(done.kept(), row))
                .thenReturn(done.told()));
        transaction.alone(String.join(" ", subject.toString(), client, key.text(), call.path()));
        return transaction
                .row(Kept.class, KEPT, subject, client, key.text(), call.path(), KEPT_HOURS)
                .filter(found -> !found.stale())
                .map(found -> {
                    if (!found.body().equals(body)) throw ClientFault.of(ErrorCode.IDEMPOTENCY_KEY_REUSED);
                    return sealer.open(found.sealed(), row);
                })
                .switchIfEmpty(kept);
    }

    /** Under a key of the server: what was asked may be a vote, and who reads the table must not find it by trying. */
    private String hash(Call call) {
        return HexFormat.of().formatHex(blinding.index(call.name() + Json.canonical(call.arguments())));
    }
}
