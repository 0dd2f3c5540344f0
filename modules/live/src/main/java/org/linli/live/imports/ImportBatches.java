package org.linli.live.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of batches of imported rows. */
public final class ImportBatches {
    record Batch(UUID id, ImportStatus status, UUID importedBy) {}

    private record Id(UUID id) {}

    /** As many rows as one confirmation can make true in one transaction. */
    private static final int MOST = 10_000;

    /** Notes a batch, which the caller imports. */
    public Mono<Void> open(Work work, UUID id, int rows) {
        return open(work, id, rows, null);
    }

    private static Mono<Void> open(Work work, UUID id, int rows, @Nullable UUID file) {
        return work.change("""
                        insert into import_batch (district_id, id, row_count, imported_by, imported_at, data_import_id)
                        values ($1, $2::uuid, $3::int, $4::uuid, $5::timestamptz, $6::uuid)
                        """, id, rows, work.subject(), work.now(), file)
                .then(work.append(new ImportEvent.BatchImported(id, ImportStatus.IMPORTED, rows)));
    }

    /**
     * Notes more rows of a file: in its last batch, unless that is full or was confirmed meanwhile, or in a new one, as those that come in none.
     *
     * @return the batch
     */
    public Mono<UUID> grow(Work work, @Nullable UUID file, int rows) {
        return work.row(Id.class, """
                        update import_batch b set row_count = b.row_count + $3::int
                         where b.district_id = $1 and b.status = 'IMPORTED' and b.row_count + $3::int <= $4::int
                           and b.id = (select l.id from import_batch l
                                        where l.district_id = $1 and l.data_import_id = $2::uuid
                                        order by l.imported_at desc, l.id desc limit 1)
                        returning b.id
                        """, file, rows, MOST)
                .delayUntil(last -> work.append(new ImportEvent.BatchImported(last.id(), ImportStatus.IMPORTED, rows)))
                .map(Id::id)
                .switchIfEmpty(Mono.defer(() -> {
                    UUID id = work.newId();
                    return open(work, id, rows, file).thenReturn(id);
                }));
    }

    Mono<Batch> lock(Work work, UUID id) {
        return work.row(Batch.class, """
                select b.id, b.status, b.imported_by from import_batch b where b.district_id = $1 and b.id = $2::uuid for update
                """, id);
    }

    Mono<Void> confirm(Work work, Batch batch, int confirmed) {
        return work.change("""
                        update import_batch set status = 'CONFIRMED', confirmed_by = $3::uuid, confirmed_at = $4::timestamptz
                         where district_id = $1 and id = $2::uuid
                        """, batch.id(), work.subject(), work.now())
                .then(work.append(
                        new ImportEvent.BatchConfirmed(batch.id(), batch.status(), ImportStatus.CONFIRMED, confirmed)));
    }
}
