package org.linli.files;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.linli.files.RequestUploadResult.FileTooLarge;
import org.linli.files.RequestUploadResult.StorageFull;
import org.linli.files.RequestUploadResult.TooManyFiles;
import org.linli.files.RequestUploadResult.UploadRequested;
import org.linli.files.SignedAddresses.Purpose;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.schema.read.Inputs.Reference;
import reactor.core.publisher.Mono;

/** What people do with pictures and documents. The bytes themselves come and go by {@link Uploads} and {@link Downloads}. */
public final class Files {
    /** For how long a file may be sent, and one that was opened can be fetched. */
    static final Duration UPLOAD = Duration.ofMinutes(10);

    private static final Duration OPEN = Duration.ofMinutes(5);

    /** How many files a record may have. */
    private static final int MOST = 20;

    private final FileStore store = new FileStore();
    private final SignedAddresses addresses;

    public Files(SignedAddresses addresses) {
        this.addresses = addresses;
    }

    @UseCase
    public Mono<RequestUploadResult> requestUpload(
            Work work, Reference record, String name, MediaType mediaType, int size) {
        return store.lock(work, record)
                .switchIfEmpty(NotFound.mono())
                .map(attached -> attached.by(work))
                .flatMap(attached -> store.count(work, record))
                .flatMap(files -> {
                    if (files >= MOST) return Mono.just(new TooManyFiles(MOST));
                    if (size > mediaType.most()) return Mono.just(new FileTooLarge(mediaType.most()));
                    return room(work, store, size)
                            .then(Mono.defer(() -> requested(work, record, name, mediaType, size)));
                });
    }

    /** Refuses what the district has no room for. Those who ask at the same moment may together go beyond it. */
    static Mono<Void> room(Work work, FileStore store, int size) {
        long most = work.district().quota().storageBytes();
        return store.kept(work)
                .doOnNext(kept -> {
                    if (kept + size > most)
                        throw new Refused(new StorageFull(
                                (int) Math.min(most >> 20, Integer.MAX_VALUE),
                                BigDecimal.valueOf(kept),
                                BigDecimal.valueOf(most)));
                })
                .then();
    }

    private Mono<RequestUploadResult> requested(
            Work work, Reference record, String name, MediaType mediaType, int size) {
        UUID id = work.newId();
        OffsetDateTime until = until(work, UPLOAD);
        String address =
                "/uploads/" + addresses.sign(Purpose.UPLOAD, work.district().id(), id, until);
        return store.add(work, id, record, name, mediaType, size, until)
                .then(work.append(new FileMoved(id, null, FileStatus.REQUESTED, null)))
                .thenReturn(new UploadRequested(id, address, "PUT", until));
    }

    @UseCase
    public Mono<FileAddress> openFile(Work work, UUID file) {
        return store.lock(work, file)
                .filter(held -> held.status() == FileStatus.STORED)
                .flatMap(held -> store.attached(work, held.record()))
                .filter(attached -> attached.visible(work))
                .switchIfEmpty(NotFound.mono())
                .flatMap(attached -> {
                    OffsetDateTime until = until(work, OPEN);
                    String address = "/files/"
                            + addresses.sign(Purpose.OPEN, work.district().id(), file, until);
                    return work.append(new FileOpened(file)).thenReturn(new FileAddress(file, address, until));
                });
    }

    @UseCase
    public Mono<FileWithdrawn> withdrawFile(Work work, UUID file, String reason) {
        return store.lock(work, file)
                .switchIfEmpty(NotFound.mono())
                .delayUntil(held -> store.attached(work, held.record()).map(attached -> attached.by(work)))
                .flatMap(held -> {
                    FileStatus.LIFE.check(held.status(), FileStatus.WITHDRAWN);
                    return store.withdraw(work, file)
                            .then(work.append(new FileMoved(file, held.status(), FileStatus.WITHDRAWN, reason)))
                            .then(work.later(ErasedFiles.NAME, new ErasedFiles.Erased(file)))
                            .thenReturn(new FileWithdrawn(file));
                });
    }

    /** Addresses count whole seconds. */
    static OffsetDateTime until(Work work, Duration valid) {
        return work.now().plus(valid).truncatedTo(ChronoUnit.SECONDS);
    }
}
