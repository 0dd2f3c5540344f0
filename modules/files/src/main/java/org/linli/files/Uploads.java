package org.linli.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.linli.files.FileStore.Awaited;
import org.linli.files.SignedAddresses.Purpose;
import org.linli.files.SignedAddresses.Right;
import org.linli.live.Work;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in the bytes of a file that somebody was allowed to send. They come to rest on this machine first: nothing reaches the storage
 * before it was found to be what was announced.
 */
public final class Uploads {
    /** How long the bytes may take. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What {@link #settle} finds where the bytes are not the file's. */
    private static final Set<ErrorCode> UNWANTED = EnumSet.of(ErrorCode.NOT_FOUND, ErrorCode.UPLOAD_DONE);

    private final FileStore store = new FileStore();
    private final DistrictDatabase database;
    private final SignedAddresses addresses;
    private final Storage storage;

    public Uploads(DistrictDatabase database, SignedAddresses addresses, Storage storage) {
        this.database = database;
        this.addresses = addresses;
        this.storage = storage;
    }

    /**
     * What came.
     *
     * @param digest SHA-256 in hexadecimal
     */
    public record Received(String digest, int size) {}

    /** For which district an address takes something in; null where it is none of ours. */
    public @Nullable UUID district(String address) {
        Right right = addresses.read(Purpose.UPLOAD, address);
        return right == null ? null : right.districtId();
    }

    /**
     * Stores what is sent; the same sent again is answered the same.
     *
     * @param address the end of the path that was given out
     * @param length as the request says it, -1 where it does not
     * @return what came, or {@link ClientFault}; then nothing is stored, and unless the time is over or the file came, it may be tried anew
     */
    public Mono<Received> receive(String address, long length, Flux<DataBuffer> body) {
        Right right = addresses.read(Purpose.UPLOAD, address);
        if (right == null) return fault(ErrorCode.NOT_FOUND);
        return database.transaction(right.districtId(), transaction -> awaited(transaction, right))
                .flatMap(awaited -> length >= 0 && length != awaited.size()
                        ? fault(ErrorCode.UPLOAD_SIZE_MISMATCH, awaited.size())
                        : Mono.usingWhen(
                                VirtualThreads.get(storage::incoming),
                                incoming -> write(body, awaited, incoming)
                                        .then(VirtualThreads.get(() -> check(awaited, incoming)))
                                        .flatMap(received -> keep(right, received, incoming)),
                                incoming -> VirtualThreads.run(() -> Files.deleteIfExists(incoming))));
    }

    private Mono<Awaited> awaited(Transaction transaction, Right right) {
        return transaction
                .begun()
                .flatMap(begun -> begun.now().toInstant().isBefore(right.until())
                        ? store.awaited(transaction, right.fileId()).switchIfEmpty(fault(ErrorCode.NOT_FOUND))
                        : fault(ErrorCode.ADDRESS_EXPIRED));
    }

    /** Never more than was announced, whatever the request says of its length. */
    private static Mono<Void> write(Flux<DataBuffer> body, Awaited awaited, Path incoming) {
        AtomicLong read = new AtomicLong();
        Flux<DataBuffer> measured = body.handle((buffer, sink) -> {
            if (read.addAndGet(buffer.readableByteCount()) <= awaited.size()) {
                sink.next(buffer);
                return;
            }
            DataBufferUtils.release(buffer);
            sink.error(ClientFault.of(ErrorCode.UPLOAD_SIZE_MISMATCH, awaited.size()));
        });
        return DataBufferUtils.write(measured, incoming, StandardOpenOption.WRITE)
                .timeout(PATIENCE)
                .onErrorMap(TimeoutException.class, late -> ClientFault.of(ErrorCode.ADDRESS_EXPIRED));
    }

    private static Received check(Awaited awaited, Path incoming) throws Exception {
        if (Files.size(incoming) != awaited.size())
            throw ClientFault.of(ErrorCode.UPLOAD_SIZE_MISMATCH, awaited.size());
        if (!Content.is(awaited.mediaType(), incoming))
            throw ClientFault.of(ErrorCode.UPLOAD_TYPE_MISMATCH, awaited.mediaType());
        return new Received(Content.digest(incoming), awaited.size());
    }

    /**
     * Bytes first, so that a file that is told to be stored is; bytes that lost a race to others are taken away again. Where nobody could look whether
     * they did, as in a district that moves, they stay: they may be those of the file, and one that never came is forgotten with its bytes.
     */
    private Mono<Received> keep(Right right, Received received, Path incoming) {
        String key = Storage.key(right.districtId(), right.fileId(), received.digest());
        return VirtualThreads.run(() -> storage.put(key, incoming))
                .then(database.transaction(
                        right.districtId(), transaction -> settle(transaction, right.fileId(), received)))
                .onErrorResume(
                        ClientFault.class,
                        refused -> UNWANTED.contains(refused.code())
                                ? VirtualThreads.run(() -> storage.delete(key)).then(Mono.error(refused))
                                : Mono.error(refused));
    }

    private Mono<Received> settle(Transaction transaction, UUID file, Received received) {
        return store.requested(transaction, file)
                .switchIfEmpty(fault(ErrorCode.NOT_FOUND))
                .flatMap(requested -> switch (requested.status()) {
                    case REQUESTED ->
                        stored(
                                Work.onBehalf(
                                        transaction, requested.actor(), requested.client(), requested.actorRoles()),
                                file,
                                received);
                    case STORED ->
                        received.digest().equals(requested.digest())
                                ? Mono.just(received)
                                : fault(ErrorCode.UPLOAD_DONE);
                    case WITHDRAWN -> fault(ErrorCode.UPLOAD_DONE);
                });
    }

    private Mono<Received> stored(Work work, UUID file, Received received) {
        return store.stored(work, file, received.digest())
                .then(work.append(new FileMoved(file, FileStatus.REQUESTED, FileStatus.STORED, null)))
                .thenReturn(received);
    }

    private static <T> Mono<T> fault(ErrorCode code, Object... arguments) {
        return Mono.error(() -> ClientFault.of(code, arguments));
    }
}
