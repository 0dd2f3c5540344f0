package org.linli.archive;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Mono;

/**
 * Districts that are to leave for good. Who asks for it sees to it that the district is not used any more and was offered its archive; after the
 * time of grace {@link Erasure} erases it.
 */
public final class Deletions {
    /**
     * @param dueAt from when it may be erased, unless it is withdrawn before
     * @param begun whether something of it may be gone
     */
    public record Deletion(
            UUID id,
            String code,
            String name,
            OffsetDateTime requestedAt,
            OffsetDateTime dueAt,
            boolean begun,
            @Nullable OffsetDateTime withdrawnAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable String certificate) {}

    private static final String COLUMNS = """
            x.id, x.code, x.name, x.requested_at, x.requested_at + make_interval(days => x.grace_days) as due_at,
            x.files is not null as begun, x.withdrawn_at, x.ended_at, x.certificate
            """;

    /**
     * Begins the time of grace; once more while it runs changes nothing.
     *
     * @param transaction of the district
     * @param graceDays at most 365; at least one, except for a sample
     */
    public Mono<Deletion> request(Transaction transaction, int graceDays) {
        return transaction
                .change("""
                insert into deletion (district_id, code, name, grace_days)
                select d.id, d.code, d.name, $2::int from district d where d.id = $1
                on conflict do nothing
                """, graceDays)
                .filter(added -> added > 0)
                .flatMap(added -> transaction.change("""
                        insert into job (district_id, kind, next_at)
                        select $1, $2::text, now() + make_interval(days => $3::int)
                        on conflict do nothing
                        """, Erasure.NAME, graceDays))
                .then(Mono.defer(() -> pending(transaction)));
    }

    /** Takes it back, unless it has begun. Tells whether it did. */
    public Mono<Boolean> withdraw(Transaction transaction) {
        return transaction.change("""
                        update deletion set withdrawn_at = now() where district_id = $1 and withdrawn_at is null and files is null
                        """).map(withdrawn -> withdrawn > 0);
    }

    /** The one that runs in the district of the transaction; empty where there is none. */
    public Mono<Deletion> pending(Transaction transaction) {
        return transaction.row(
                Deletion.class,
                "select " + COLUMNS + " from deletion x where x.district_id = $1 and x.withdrawn_at is null");
    }

    /** One by its id, also of a district that is gone. */
    public Mono<Deletion> find(Transaction transaction, UUID id) {
        return transaction.row(
                Deletion.class, "select " + COLUMNS + " from deletion x where x.id = $2::uuid and x.id <> $1", id);
    }
}
