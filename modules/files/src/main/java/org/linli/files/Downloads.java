package org.linli.files;

import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.files.FileStore.Stored;
import org.linli.files.SignedAddresses.Purpose;
import org.linli.files.SignedAddresses.Right;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives out the bytes of a file to whoever has an address of it. */
public final class Downloads {
    private final FileStore store = new FileStore();
    private final DistrictDatabase database;
    private final SignedAddresses addresses;
    private final Storage storage;

    public Downloads(DistrictDatabase database, SignedAddresses addresses, Storage storage) {
        this.database = database;
        this.addresses = addresses;
        this.storage = storage;
    }

    /**
     * What is at an address.
     *
     * @param name with the type's own ending
     * @param lasting whether everybody may keep the address, and what is there for a while
     * @param content read when it is asked for; released by who takes it
     */
    public record Download(
            String name, MediaType mediaType, int size, String digest, boolean lasting, Flux<DataBuffer> content) {}

    /** In which district it is what an address tells of; null where that is none of ours. */
    public @Nullable UUID district(String address) {
        UUID district = Capability.district(address);
        if (district != null) return district;
        Right right = addresses.read(Purpose.OPEN, address);
        return right == null ? null : right.districtId();
    }

    /**
     * @param address the end of the path that was given out
     * @return what is there, or {@link ClientFault}
     */
    public Mono<Download> at(String address) {
        UUID district = Capability.district(address);
        if (district != null)
            return database.transaction(district, transaction -> store.lasting(transaction, address))
                    .map(stored -> download(district, stored, true))
                    .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
        Right right = addresses.read(Purpose.OPEN, address);
        if (right == null) return Mono.error(ClientFault.of(ErrorCode.NOT_FOUND));
        return database.transaction(right.districtId(), transaction -> opened(transaction, right))
                .map(stored -> download(right.districtId(), stored, false))
                .switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.NOT_FOUND)));
    }

    private Mono<Stored> opened(Transaction transaction, Right right) {
        return transaction
                .begun()
                .flatMap(begun -> begun.now().toInstant().isBefore(right.until())
                        ? store.stored(transaction, right.fileId())
                        : Mono.error(ClientFault.of(ErrorCode.ADDRESS_EXPIRED)));
    }

    private Download download(UUID district, Stored stored, boolean lasting) {
        String key = Storage.key(district, stored.id(), stored.digest());
        Flux<DataBuffer> content = VirtualThreads.read(() -> storage.get(key))
                .onErrorMap(NoSuchFileException.class, none -> ClientFault.of(ErrorCode.NOT_FOUND));
        return new Download(
                stored.mediaType().named(stored.name()),
                stored.mediaType(),
                stored.size(),
                stored.digest(),
                lasting,
                content);
    }
}
