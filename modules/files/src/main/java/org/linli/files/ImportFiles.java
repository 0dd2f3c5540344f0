package org.linli.files;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.files.RequestUploadResult.UploadRequested;
import org.linli.files.SignedAddresses.Purpose;
import org.linli.live.Work;
import reactor.core.publisher.Mono;

/** Files whose rows are imported. They come as others do; nobody is ever given them, and they are gone once the import is over. */
public final class ImportFiles {
    private final FileStore store = new FileStore();
    private final SignedAddresses addresses;

    public ImportFiles(SignedAddresses addresses) {
        this.addresses = addresses;
    }

    /** Refuses a file for which the district has no room; before anything is changed. */
    public Mono<Void> room(Work work, int size) {
        return Files.room(work, store, size);
    }

    /** Has a file awaited, whose size is one that its type may have. */
    public Mono<UploadRequested> await(Work work, UUID dataImport, String name, MediaType type, int size) {
        UUID id = work.newId();
        OffsetDateTime until = Files.until(work, Files.UPLOAD);
        String address =
                "/uploads/" + addresses.sign(Purpose.UPLOAD, work.district().id(), id, until);
        return store.addOfImport(work, id, dataImport, name, type, size, until)
                .then(work.append(new FileMoved(id, null, FileStatus.REQUESTED, null)))
                .thenReturn(new UploadRequested(id, address, "PUT", until));
    }

    /** The key under which the file came; empty while it has not. */
    public Mono<String> key(Work work, UUID dataImport) {
        return store.ofImport(work, dataImport)
                .filter(file -> file.status() == FileStatus.STORED)
                .mapNotNull(file -> file.digest() == null
                        ? null
                        : Storage.key(work.district().id(), file.id(), file.digest()));
    }

    /** Deletes the file; one that has not come is not taken any more. */
    public Mono<Void> erase(Work work, UUID dataImport) {
        return store.ofImport(work, dataImport).flatMap(file -> switch (file.status()) {
            case REQUESTED -> store.forget(work, file.id()).then(erased(work, file.id()));
            case STORED ->
                store.withdraw(work, file.id())
                        .then(work.append(new FileMoved(file.id(), file.status(), FileStatus.WITHDRAWN, null)))
                        .then(erased(work, file.id()));
            case WITHDRAWN -> Mono.empty();
        });
    }

    private static Mono<Void> erased(Work work, UUID file) {
        return work.later(ErasedFiles.NAME, new ErasedFiles.Erased(file));
    }
}
