package org.linli.live.imports;

import java.util.UUID;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** SQL of batches of imported rows. */
public final class ImportBatches {
    record Batch(UUID id, ImportStatus status, UUID importedBy) {}

    /** Notes a batch, which the caller imports. */
    public Mono<Void> open(Work work, UUID id, int rows) {
        return work.change("""
                        insert into import_batch (district_id, id, row_count, imported_by, imported_at)
                        values ($1, $2::uuid, $3::int, $4::uuid, $5::timestamptz)
                        """, id, rows, work.subject(), work.now())
                .then(work.append(new ImportEvent.BatchImported(id, ImportStatus.IMPORTED, rows)));
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
