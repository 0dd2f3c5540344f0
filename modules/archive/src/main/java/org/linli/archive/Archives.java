package org.linli.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.files.Storage;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Archives that are made by the server and lie in its storage, until their district goes. */
public final class Archives {
    /** One that is to be made, and its key, which is kept nowhere once it is made. */
    public record Requested(UUID id, ArchiveKey key) {}

    /**
     * @param part what was last written of it, while it is being written
     * @param digest SHA-256 of its manifest; null until it is there, as is what follows
     * @param bytes of the zip
     * @param content SHA-256 of the zip
     */
    public record Made(
            UUID id,
            UUID districtId,
            OffsetDateTime requestedAt,
            @Nullable String part,
            @Nullable String digest,
            @Nullable Long rowCount,
            @Nullable Long bytes,
            @Nullable String content,
            @Nullable OffsetDateTime madeAt) {}

    /** What the job is told. */
    record Task(UUID archive, String key) {}

    private static final JsonMapper JSON = new JsonMapper();

    private static final String COLUMNS =
            "a.id, a.district_id, a.requested_at, a.part, a.digest, a.row_count, a.bytes, a.content, a.made_at";

    private final Storage storage;
    private final Sealer sealer;

    /** @param sealer keeps the key until the archive is made */
    public Archives(Storage storage, Sealer sealer) {
        this.storage = storage;
        this.sealer = sealer;
    }

    /** @param transaction of the district */
    public Mono<Requested> request(Transaction transaction) {
        UUID id = UUID.randomUUID();
        ArchiveKey key = ArchiveKey.fresh();
        String sealed = Base64.getEncoder().encodeToString(sealer.seal(key.text(), context(id)));
        return transaction
                .put("insert into archive (district_id, id) values ($1, $2::uuid)", id)
                .then(transaction.put(
                        "insert into job (district_id, kind, payload) values ($1, $2::text, $3::json)",
                        ArchiveMaking.NAME,
                        JSON.writeValueAsString(new Task(id, sealed))))
                .thenReturn(new Requested(id, key));
    }

    ArchiveKey key(Task task) {
        return ArchiveKey.of(sealer.open(Base64.getDecoder().decode(task.key()), context(task.archive())));
    }

    private static byte[] context(UUID archive) {
        return ("archive " + archive).getBytes(StandardCharsets.US_ASCII);
    }

    /** The newest first. */
    public Flux<Made> of(Transaction transaction) {
        return transaction.rows(
                Made.class,
                "select " + COLUMNS + " from archive a where a.district_id = $1 order by a.requested_at desc, a.id");
    }

    public Mono<Made> find(Transaction transaction, UUID archive) {
        return transaction.row(
                Made.class,
                "select " + COLUMNS + " from archive a where a.district_id = $1 and a.id = $2::uuid",
                archive);
    }

    /** The zip of one that is made; it blocks. */
    public InputStream open(Made archive) throws IOException {
        if (archive.content() == null) throw new IllegalArgumentException("the archive is not made yet");
        return storage.get(Storage.key(archive.districtId(), archive.id(), archive.content()));
    }
}
