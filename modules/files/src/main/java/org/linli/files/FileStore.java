package org.linli.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.schema.contract.Words;
import org.linli.schema.read.Inputs.Reference;
import org.linli.tenancy.database.Transaction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SQL of files. */
final class FileStore {
    /** Selects of {@link Attached} by the record's type, from the module that has its table. */
    private static final Map<String, String> ATTACHED = new ConcurrentHashMap<>();

    /** Whether the district {@code d} has the packages of files and of what the file {@code f} is attached to. */
    private static final String THERE = """
            array['FILES', case when f.activity_id is not null then 'ACTIVITIES'
                                when f.shift_outcome_id is not null then 'UNITS'
                                else 'MERCHANTS' end]::package[] <@ packages_of(d.id)""";

    private static final String LASTING =
            """
            select f.id, f.name, f.media_type, f.size, f.digest
              from file f
              join district d on d.id = f.district_id
             where f.district_id = $1 and f.capability = $2::text and d.state = 'ACTIVE' and (
            """ + THERE + ") and (" + text("/rule/file_for_everybody.sql").replace(":district", "$1") + ")";

    private static final String KEPT = "f.district_id = $1 and (" + text("/rule/file_kept.sql") + ")";

    private static final String FORGET =
            "delete from file where district_id = $1 and id = $2::uuid and status = 'REQUESTED'";

    /** Locked, so that nobody else attaches to the record while its files are counted. */
    Mono<Attached> lock(Work work, Reference record) {
        return work.row(Attached.class, attached(record) + "\nfor no key update", record.id());
    }

    Mono<Attached> attached(Work work, Reference record) {
        return work.row(Attached.class, attached(record), record.id());
    }

    private static String attached(Reference record) {
        return ATTACHED.computeIfAbsent(record.type(), type -> text("/attached/" + Words.snake(type) + ".sql"));
    }

    private static String text(String name) {
        try (InputStream file = FileStore.class.getResourceAsStream(name)) {
            if (file == null) throw new IllegalStateException("There is no " + name + ".");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Count(int files) {}

    /** The record's files that came, or still may. */
    Mono<Integer> count(Work work, Reference record) {
        return work.row(Count.class, """
                select count(*)::int as files
                  from file f
                 where $2::uuid in (f.activity_id, f.merchant_id, f.merchant_visit_id, f.shift_outcome_id) and
                """ + KEPT, record.id()).map(Count::files);
    }

    private record Kept(long bytes) {}

    /** What the district's files take that came, or still may. */
    Mono<Long> kept(Work work) {
        return work.row(Kept.class, "select coalesce(sum(f.size), 0) as bytes from file f where " + KEPT)
                .map(Kept::bytes);
    }

    Mono<Long> add(
            Work work, UUID id, Reference record, String name, MediaType type, int size, OffsetDateTime expiresAt) {
        return work.change(
                """
                insert into file (district_id, id, activity_id, merchant_id, merchant_visit_id, shift_outcome_id, name, media_type,
                                  size, expires_at, capability)
                values ($1, $2::uuid, case when $3::text = 'Activity' then $4::uuid end, case when $3::text = 'Merchant' then $4::uuid end,
                        case when $3::text = 'MerchantVisit' then $4::uuid end, case when $3::text = 'ShiftOutcome' then $4::uuid end,
                        $5::text, $6::media_type, $7::int, $8::timestamptz, $9::text)
                """,
                id,
                record.type(),
                record.id(),
                name,
                type.name(),
                size,
                expiresAt,
                Capability.fresh(work.district().id()));
    }

    Mono<Long> addOfImport(
            Work work, UUID id, UUID dataImport, String name, MediaType type, int size, OffsetDateTime expiresAt) {
        return work.change(
                """
                insert into file (district_id, id, data_import_id, name, media_type, size, expires_at, capability)
                values ($1, $2::uuid, $3::uuid, $4::text, $5::media_type, $6::int, $7::timestamptz, $8::text)
                """,
                id,
                dataImport,
                name,
                type.name(),
                size,
                expiresAt,
                Capability.fresh(work.district().id()));
    }

    /** The file of an import. */
    Mono<OfImport> ofImport(Work work, UUID dataImport) {
        return work.row(OfImport.class, """
                select f.id, f.status, f.digest
                  from file f
                 where f.district_id = $1 and f.data_import_id = $2::uuid
                   for no key update
                """, dataImport);
    }

    Mono<Long> forget(Work work, UUID file) {
        return work.change(FORGET, file);
    }

    /** A file whose rows are imported. */
    record OfImport(UUID id, FileStatus status, @Nullable String digest) {}

    /** A file and what it is attached to. */
    record Held(UUID id, FileStatus status, String recordType, UUID recordId) {
        Reference record() {
            return new Reference(recordType, recordId);
        }
    }

    Mono<Held> lock(Work work, UUID file) {
        return work.row(Held.class, """
                select f.id, f.status, coalesce(f.activity_id, f.merchant_id, f.merchant_visit_id, f.shift_outcome_id) as record_id,
                       case when f.activity_id is not null then 'Activity'
                            when f.merchant_id is not null then 'Merchant'
                            when f.merchant_visit_id is not null then 'MerchantVisit'
                            else 'ShiftOutcome' end as record_type
                  from file f
                 where f.district_id = $1 and f.id = $2::uuid and f.data_import_id is null
                   for no key update
                """, file);
    }

    Mono<Long> withdraw(Work work, UUID file) {
        return work.change("""
                update file set status = 'WITHDRAWN', version = version + 1 where district_id = $1 and id = $2::uuid
                """, file);
    }

    // Of requests that say by their address what they may.

    /** A file that is awaited, or came. */
    record Awaited(UUID id, MediaType mediaType, int size, FileStatus status) {}

    Mono<Awaited> awaited(Transaction transaction, UUID file) {
        return transaction.row(Awaited.class, """
                select f.id, f.media_type, f.size, f.status
                  from file f
                  join district d on d.id = f.district_id
                 where f.district_id = $1 and f.id = $2::uuid and d.state = 'ACTIVE' and
                """ + THERE, file);
    }

    /** How far a file is when its bytes have come, and who asked for it, as the log has it. */
    record Requested(
            FileStatus status,
            @Nullable String digest,
            UUID actor,
            Set<Role> actorRoles,
            @Nullable String client) {}

    Mono<Requested> requested(Transaction transaction, UUID file) {
        return transaction.row(Requested.class, """
                select f.status, f.digest, e.actor, e.actor_roles, e.client
                  from file f
                  join event e on e.district_id = $1 and e.subject_id = f.id and e.to_state = 'REQUESTED'
                 where f.district_id = $1 and f.id = $2::uuid
                   for no key update of f
                """, file);
    }

    Mono<Long> stored(Work work, UUID file, String digest) {
        return work.change("""
                update file set status = 'STORED', digest = $3::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, file, digest);
    }

    /** What is given out of a file. */
    record Stored(UUID id, String name, MediaType mediaType, int size, String digest) {}

    Mono<Stored> stored(Transaction transaction, UUID file) {
        return transaction.row(Stored.class, """
                select f.id, f.name, f.media_type, f.size, f.digest
                  from file f
                  join district d on d.id = f.district_id
                 where f.district_id = $1 and f.id = $2::uuid and f.status = 'STORED' and d.state = 'ACTIVE' and
                """ + THERE, file);
    }

    /** While everybody may look at it. */
    Mono<Stored> lasting(Transaction transaction, String capability) {
        return transaction.row(Stored.class, LASTING, capability);
    }

    record Overdue(UUID id) {}

    /** Files that nobody sent, a bounded number at a time. */
    Flux<Overdue> overdue(Transaction transaction, Duration onItsWay) {
        return transaction.rows(Overdue.class, """
                select f.id from file f
                 where f.district_id = $1 and f.status = 'REQUESTED' and f.expires_at < now() - make_interval(secs => $2::int)
                 limit 500
                """, (int) onItsWay.toSeconds());
    }

    Mono<Long> forget(Transaction transaction, UUID file) {
        return transaction.change(FORGET, file);
    }
}
