package org.linli.archive;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.archive.DeletionEvent.DeletionHindered;
import org.linli.archive.DeletionEvent.DeletionRequested;
import org.linli.archive.DeletionEvent.DeletionRetried;
import org.linli.archive.DeletionEvent.DeletionWithdrawn;
import org.linli.archive.DeletionEvent.DistrictErased;
import org.linli.archive.DeletionEvent.ErasureAdvanced;
import org.linli.archive.DeletionEvent.ErasureBegun;
import org.linli.live.Work;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Mono;

/**
 * Districts that are to leave for good, in transactions of the platform. Who asks for it holds the district, and sees to it that it is not used any
 * more; after the time of grace {@link Erasure} erases it.
 */
public final class Deletions {
    public static final int MOST_DAYS = 365;

    public record Pending(UUID id, OffsetDateTime dueAt) {}

    /** A certificate, and whose deletion it proves. */
    public record Proof(UUID id, String certificate) {}

    private record Ended(UUID id, long rows) {}

    private record Offer(boolean made) {}

    /** What is being exported would come into a storage that was emptied. */
    static final class ArchiveBeingMade extends RuntimeException {
        private static final long serialVersionUID = 1;

        ArchiveBeingMade() {
            super("an archive of the district is being made", null, false, false);
        }
    }

    /** SQL of whether a server that can erase was there within the last hour. */
    private static final String OFFERED = """
            exists (select from job o where o.kind = '%s' and o.recurring and o.next_at > now() - interval '1 hour')
            """.strip().formatted(ErasureRounds.OFFER);

    private static final String DUE = "x.requested_at + make_interval(days => x.grace_days)";

    private static final String ROWS =
            "(select coalesce(sum(e.value::bigint), 0) from jsonb_each_text(x.erased) e)::bigint as rows";

    /** Begins the time of grace, of which there is at least one day except of a sample. */
    public Mono<UUID> request(Work work, UUID district, int graceDays, String reason) {
        work.callForJobs();
        return work.row(Ended.class, """
                        insert into deletion (district_id, code, name, grace_days)
                        select d.id, d.code, d.name, $3::int from district d where $1::uuid is not null and d.id = $2::uuid
                        returning id, 0 as rows
                        """, district, graceDays)
                .map(Ended::id)
                .delayUntil(id -> work.put("""
                                insert into job (district_id, kind, next_at)
                                select $2::uuid, $3::text, now() + make_interval(days => $4::int) where $1::uuid is not null returning id
                                """, district, Erasure.NAME, graceDays)
                        .then(work.append(
                                new DeletionRequested(id, district, DeletionStatus.WAITING, graceDays, reason))));
    }

    /** Takes it back, unless it has begun; empty then. */
    public Mono<UUID> withdraw(Work work, UUID district) {
        return work.row(Ended.class, """
                        update deletion set withdrawn_at = now()
                         where $1::uuid is not null and district_id = $2::uuid and withdrawn_at is null and files is null
                        returning id, 0 as rows
                        """, district)
                .map(Ended::id)
                .delayUntil(id -> work.put("""
                                update job set done_at = now()
                                 where $1::uuid is not null and district_id = $2::uuid and kind = $3::text and done_at is null
                                """, district, Erasure.NAME)
                        .then(work.append(new DeletionWithdrawn(
                                id, district, DeletionStatus.WAITING, DeletionStatus.WITHDRAWN))));
    }

    /** The one of a district that is not withdrawn; empty where there is none. */
    public Mono<Pending> pending(Work work, UUID district) {
        return work.row(Pending.class, """
                select x.id, %s as due_at
                  from deletion x
                 where $1::uuid is not null and x.district_id = $2::uuid and x.withdrawn_at is null
                """.formatted(DUE), district);
    }

    /** Whether there is a server that could do it. */
    public Mono<Boolean> possible(Work work) {
        return work.row(Offer.class, "select %s as made where $1::uuid is not null".formatted(OFFERED))
                .map(Offer::made);
    }

    /** Has one whose time has come gone on with at once. */
    public Mono<Void> retry(Work work, UUID district, UUID deletion) {
        work.callForJobs();
        return work.change("""
                        update job set next_at = now()
                         where $1::uuid is not null and district_id = $2::uuid and kind = $3::text and done_at is null
                        """, district, Erasure.NAME).then(work.append(new DeletionRetried(deletion)));
    }

    /** Has operators know, once, what the one of the district waits for. */
    Mono<Void> hinder(Work work, UUID district, DeletionObstacle obstacle) {
        return work.row(Ended.class, """
                        update deletion x set obstacle = $3::deletion_obstacle
                         where $1::uuid is not null and x.district_id = $2::uuid and num_nonnulls(x.withdrawn_at, x.ended_at) = 0
                           and x.obstacle is distinct from $3::deletion_obstacle
                        returning x.id, 0 as rows
                        """, district, obstacle.name())
                .flatMap(so -> work.append(new DeletionHindered(so.id(), obstacle)));
    }

    /** There is a server that can erase: none waits for one any more. */
    Mono<Void> offered(Work work) {
        return work.change(
                        "update deletion set obstacle = null where $1::uuid is not null and obstacle = 'NOT_CONFIGURED'")
                .then();
    }

    /** Has operators know of those whose time has come while there is no such server. */
    Mono<Void> missed(Work work) {
        DeletionObstacle obstacle = DeletionObstacle.NOT_CONFIGURED;
        return work.rows(Ended.class, """
                        update deletion x set obstacle = $2::deletion_obstacle
                         where $1::uuid is not null and num_nonnulls(x.withdrawn_at, x.ended_at) = 0 and now() >= %s and not %s
                           and x.obstacle is distinct from $2::deletion_obstacle
                        returning x.id, 0 as rows
                        """.formatted(DUE, OFFERED), obstacle.name())
                .collectList()
                .flatMap(all -> work.append(all.stream()
                        .map(so -> new DeletionHindered(so.id(), obstacle))
                        .toList()));
    }

    /** What proves one; empty where it is not proven. */
    public Mono<Proof> proof(Transaction transaction, UUID deletion) {
        return transaction.row(Proof.class, """
                select x.id, x.certificate
                  from deletion x
                 where $1::uuid is not null and x.id = $2::uuid and x.certificate is not null
                """, deletion);
    }

    /**
     * From here on it cannot be withdrawn, and no archive is made any more. Tells whether it may go on, which it may not where it was withdrawn;
     * an error while an archive is being made.
     *
     * @param files that it has
     */
    Mono<Boolean> begin(Work work, UUID district, UUID deletion, long files) {
        return work.row(
                        Ended.class,
                        "select d.id, 0 as rows from district d where $1::uuid is not null and d.id = $2::uuid for update",
                        district)
                .flatMap(held -> noArchive(work, district))
                .then(Mono.defer(() -> begin(work, deletion, files)));
    }

    private static Mono<Void> noArchive(Work work, UUID district) {
        return work.change("""
                        update job set done_at = now()
                         where $1::uuid is not null and district_id = $2::uuid and kind = $3::text and done_at is null
                           and (leased_until is null or leased_until <= now())
                        """, district, ArchiveMaking.NAME)
                .then(Mono.defer(() -> work.rows(Ended.class, """
                                select j.id, 0 as rows
                                  from job j
                                 where $1::uuid is not null and j.district_id = $2::uuid and j.kind = $3::text and j.done_at is null
                                """, district, ArchiveMaking.NAME)
                        .next()))
                .flatMap(made -> Mono.error(new ArchiveBeingMade()));
    }

    private static Mono<Boolean> begin(Work work, UUID deletion, long files) {
        return work.change("""
                        update deletion x
                           set files = $3::bigint, obstacle = null,
                               archive = (select a.digest from archive a
                                           where a.district_id = x.district_id and a.digest is not null order by a.made_at desc limit 1)
                         where $1::uuid is not null and x.id = $2::uuid and x.withdrawn_at is null and x.files is null
                        """, deletion, files)
                .filter(begun -> begun > 0)
                .flatMap(
                        begun -> work.append(new ErasureBegun(deletion, DeletionStatus.WAITING, DeletionStatus.ERASING))
                                .thenReturn(true))
                .switchIfEmpty(
                        Mono.defer(() -> work.row(Ended.class, """
                                select x.id, 0 as rows
                                  from deletion x
                                 where $1::uuid is not null and x.id = $2::uuid and x.withdrawn_at is null and x.files is not null
                                """, deletion).hasElement()));
    }

    Mono<Void> advance(Work work, UUID deletion) {
        return work.row(Ended.class, """
                        update deletion x set obstacle = null
                         where $1::uuid is not null and x.id = $2::uuid
                        returning x.id, %s
                        """.formatted(ROWS), deletion)
                .flatMap(so -> work.append(new ErasureAdvanced(deletion, so.rows())));
    }

    /** Tells of its end, once. */
    Mono<Void> tell(Work work, UUID deletion) {
        return work.row(Ended.class, """
                        update deletion x set told = true
                         where $1::uuid is not null and x.id = $2::uuid and x.ended_at is not null and not x.told
                        returning x.id, %s
                        """.formatted(ROWS), deletion)
                .flatMap(so -> work.append(
                        new DistrictErased(deletion, DeletionStatus.ERASING, DeletionStatus.ERASED, so.rows())));
    }
}
