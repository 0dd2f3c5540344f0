package org.linli.archive;

import java.util.UUID;
import org.linli.archive.DeletionEvent.DeletionRequested;
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

    /** @param begun whether something of it may be gone */
    public record Pending(UUID id, boolean begun) {}

    /** A certificate, and whose deletion it proves. */
    public record Proof(UUID id, String certificate) {}

    private record Ended(UUID id, long rows) {}

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
                select x.id, x.files is not null as begun
                  from deletion x
                 where $1::uuid is not null and x.district_id = $2::uuid and x.withdrawn_at is null
                """, district);
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
     * an error while an archive is being made, which would come into the storage after it was emptied.
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
                .flatMap(made -> Mono.error(new IllegalStateException("an archive of the district is being made")));
    }

    private static Mono<Boolean> begin(Work work, UUID deletion, long files) {
        return work.change("""
                        update deletion x
                           set files = $3::bigint,
                               archive = (select a.digest from archive a
                                           where a.district_id = x.district_id and a.digest is not null order by a.made_at desc limit 1)
                         where $1::uuid is not null and x.id = $2::uuid and x.withdrawn_at is null and x.files is null
                        """, deletion, files)
                .filter(begun -> begun > 0)
                .flatMap(
                        begun -> work.append(new ErasureBegun(deletion, DeletionStatus.WAITING, DeletionStatus.ERASING))
                                .thenReturn(true))
                .switchIfEmpty(
                        Mono.defer(() -> work.row(Pending.class, """
                                select x.id, true as begun
                                  from deletion x
                                 where $1::uuid is not null and x.id = $2::uuid and x.withdrawn_at is null and x.files is not null
                                """, deletion).hasElement()));
    }

    Mono<Void> advance(Work work, UUID deletion) {
        return work.row(
                        Ended.class,
                        "select x.id, " + ROWS + " from deletion x where $1::uuid is not null and x.id = $2::uuid",
                        deletion)
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
