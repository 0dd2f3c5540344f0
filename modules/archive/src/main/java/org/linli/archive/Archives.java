package org.linli.archive;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.linli.archive.ArchiveEvent.ArchiveAdvanced;
import org.linli.archive.ArchiveEvent.ArchiveFailed;
import org.linli.archive.ArchiveEvent.ArchiveFetched;
import org.linli.archive.ArchiveEvent.ArchiveMade;
import org.linli.archive.ArchiveEvent.ArchiveRequested;
import org.linli.files.Storage;
import org.linli.live.Work;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.identity.Platform;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Archives that are made by the server and lie in its storage, until their district goes. All is done in transactions of the platform. */
public final class Archives {
    /**
     * One that is made.
     *
     * @param bytes of the zip
     * @param content SHA-256 of the zip
     */
    public record Made(UUID id, UUID districtId, long bytes, String content) {
        /** Under which its zip lies in the storage. */
        public String key() {
            return Storage.key(districtId, id, content);
        }
    }

    /** What the job is told. */
    record Task(UUID archive) {}

    /** What is kept of one that has come to its end. */
    record Finished(String digest, long rows, long bytes, int filesMissing, String content, String madeAt) {}

    private record Found(UUID id) {}

    private static final JsonMapper JSON = new JsonMapper();

    public Mono<UUID> request(Work work, UUID district) {
        UUID id = work.newId();
        work.callForJobs();
        return work.put("""
                        insert into archive (id, district_id) select $2::uuid, $3::uuid where $1::uuid is not null returning id
                        """, id, district)
                .then(work.put("""
                        insert into job (district_id, kind, payload)
                        select $2::uuid, $3::text, $4::json where $1::uuid is not null returning id
                        """, district, ArchiveMaking.NAME, JSON.writeValueAsString(new Task(id))))
                .then(work.append(new ArchiveRequested(id, district, ArchiveStatus.REQUESTED)))
                .thenReturn(id);
    }

    /** The one of the district that is being made. */
    public Mono<UUID> inTheMaking(Work work, UUID district) {
        return work.row(Found.class, """
                select a.id from archive a where $1::uuid is not null and a.district_id = $2::uuid and a.made_at is null and a.failed_at is null limit 1
                """, district).map(Found::id);
    }

    /** The last one that is ready, or one that is being made where none is. */
    public Mono<UUID> last(Work work, UUID district) {
        return work.row(Found.class, """
                select a.id from archive a where $1::uuid is not null and a.district_id = $2::uuid and a.failed_at is null
                 order by a.made_at desc nulls last limit 1
                """, district).map(Found::id);
    }

    Mono<Void> advance(Work work, UUID archive, Export.Written written) {
        return work.change("""
                        update archive set part = $3::text, written_rows = $4::bigint, written_bytes = $5::bigint
                         where $1::uuid is not null and id = $2::uuid and made_at is null and failed_at is null
                        """, archive, written.part(), written.rows(), written.bytes())
                .filter(advanced -> advanced > 0)
                .flatMap(advanced ->
                        work.append(new ArchiveAdvanced(archive, written.part(), written.rows(), written.bytes())));
    }

    Mono<Void> finish(Work work, UUID district, UUID archive, Finished finished) {
        return work.change(
                        """
                        update archive
                           set part = null, digest = $3::text, row_count = $4::bigint, bytes = $5::bigint, files_missing = $6::int, content = $7::text,
                               made_at = $8::timestamptz
                         where $1::uuid is not null and id = $2::uuid and made_at is null and failed_at is null
                        """,
                        archive,
                        finished.digest(),
                        finished.rows(),
                        finished.bytes(),
                        finished.filesMissing(),
                        finished.content(),
                        finished.madeAt())
                .filter(made -> made > 0)
                .flatMap(made -> work.append(new ArchiveMade(
                        archive,
                        district,
                        ArchiveStatus.READY,
                        finished.rows(),
                        finished.bytes(),
                        finished.filesMissing())));
    }

    /** Says that it is not made, and why; another one may be asked for. */
    Mono<Void> fail(Work work, UUID district, UUID archive, ArchiveObstacle obstacle) {
        return work.change("""
                        update archive set part = null, failed_at = now(), obstacle = $3::text::archive_obstacle
                         where $1::uuid is not null and id = $2::uuid and made_at is null and failed_at is null
                        """, archive, obstacle.name())
                .filter(failed -> failed > 0)
                .flatMap(failed -> work.append(new ArchiveFailed(archive, district, ArchiveStatus.FAILED, obstacle)));
    }

    /** The last one of the district that is made; empty where there is none. */
    public Mono<Made> lastMade(Transaction transaction, UUID district) {
        return transaction.row(Made.class, """
                select a.id, a.district_id, a.bytes, a.content
                  from archive a
                 where $1::uuid is not null and a.district_id = $2::uuid and a.made_at is not null
                 order by a.made_at desc limit 1
                """, district);
    }

    /** A line in the district's own log of who of it fetches its archive, in a transaction of the district. */
    public Mono<Void> receive(Transaction transaction, Caller receiver) {
        return Work.continued(
                        transaction, Objects.requireNonNull(receiver.subject()), receiver.client(), receiver.roles())
                .flatMap(work -> work.append(new ArchiveReceived(work.district().id())));
    }

    /** The same as {@link #find}, with a line in the log of who fetches it. */
    public Mono<Made> fetch(Transaction transaction, UUID operator, UUID archive) {
        return find(transaction, archive)
                .delayUntil(made -> Work.onBehalf(transaction, operator, Platform.CLIENT, Set.of(Role.PLATFORM_ADMIN))
                        .append(new ArchiveFetched(made.id(), made.districtId())));
    }

    /** Empty where there is none that is made. */
    public Mono<Made> find(Transaction transaction, UUID archive) {
        return transaction.row(Made.class, """
                select a.id, a.district_id, a.bytes, a.content
                  from archive a
                 where $1::uuid is not null and a.id = $2::uuid and a.made_at is not null
                """, archive);
    }
}
