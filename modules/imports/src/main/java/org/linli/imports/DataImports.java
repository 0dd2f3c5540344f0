package org.linli.imports;

import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.files.ImportFiles;
import org.linli.imports.DataImportEvent.DataImportMoved;
import org.linli.imports.DataImportOutcome.ImportCancelled;
import org.linli.imports.DataImportOutcome.ImportCheckBegun;
import org.linli.imports.DataImportOutcome.ImportFaulty;
import org.linli.imports.DataImportOutcome.ImportFileMissing;
import org.linli.imports.DataImportOutcome.ImportFileTooLarge;
import org.linli.imports.DataImportOutcome.ImportPrepared;
import org.linli.imports.DataImportOutcome.ImportRunBegun;
import org.linli.imports.DataImportOutcome.KindsUnfit;
import org.linli.imports.DataImportOutcome.OtherRoleNeeded;
import org.linli.imports.DataImportOutcome.PrepareImportResult;
import org.linli.imports.DataImportStore.DataImport;
import org.linli.imports.Importing.Step;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** Brings a district's data in by a file: it is sent, held against the rules, and taken over. */
public final class DataImports {
    private final DataImportStore store = new DataImportStore();
    private final ImportFiles files;

    public DataImports(ImportFiles files) {
        this.files = files;
    }

    @UseCase
    public Mono<PrepareImportResult> prepareImport(
            Work work, List<ImportKind> kinds, String name, ImportFormat format, int size) {
        if (kinds.isEmpty() || (format == ImportFormat.CSV && kinds.size() > 1)) return Mono.just(new KindsUnfit());
        if (size > format.mediaType().most())
            return Mono.just(new ImportFileTooLarge(format.mediaType().most()));
        List<ImportKind> several = List.copyOf(EnumSet.copyOf(kinds));
        checkRoles(work, several);
        UUID id = work.newId();
        return files.room(work, size)
                .then(Mono.defer(() -> store.add(work, id, name, format, several, size)))
                .then(work.append(new DataImportMoved(id, null, DataImportStatus.AWAITED)))
                .then(files.await(work, id, name, format.mediaType(), size))
                .map(file -> new ImportPrepared(id, file.address(), file.method(), file.expiresAt()));
    }

    @UseCase
    public Mono<ImportCheckBegun> checkImport(Work work, UUID dataImport) {
        return found(work, dataImport)
                .doOnNext(found -> DataImportStatus.LIFE.check(found.status(), DataImportStatus.CHECKING))
                .delayUntil(found -> files.key(work, dataImport)
                        .switchIfEmpty(Mono.error(() -> new Refused(new ImportFileMissing()))))
                .flatMap(found -> begin(work, found, DataImportStatus.CHECKING))
                .thenReturn(new ImportCheckBegun(dataImport));
    }

    @UseCase
    public Mono<ImportRunBegun> runImport(Work work, UUID dataImport, @Nullable Boolean leaveOutFaulty) {
        return found(work, dataImport)
                .doOnNext(found -> {
                    DataImportStatus.LIFE.check(found.status(), DataImportStatus.RUNNING);
                    ImportFaulty.check(found.faultCount(), Boolean.TRUE.equals(leaveOutFaulty));
                })
                .flatMap(found -> begin(work, found, DataImportStatus.RUNNING))
                .thenReturn(new ImportRunBegun(dataImport));
    }

    private Mono<Void> begin(Work work, DataImport found, DataImportStatus to) {
        return store.begin(work, found.id(), to)
                .then(work.append(new DataImportMoved(found.id(), found.status(), to)))
                .then(work.later(Importing.NAME, new Step(found.id(), found.step() + 1)));
    }

    @UseCase
    public Mono<ImportCancelled> cancelImport(Work work, UUID dataImport) {
        return found(work, dataImport)
                .doOnNext(found -> DataImportStatus.LIFE.check(found.status(), DataImportStatus.CANCELLED))
                .flatMap(found -> end(work, store, files, found.id(), found.status(), DataImportStatus.CANCELLED))
                .thenReturn(new ImportCancelled(dataImport));
    }

    /** The last that happens to an import: its file and what was remembered of it go. */
    static Mono<Void> end(
            Work work, DataImportStore store, ImportFiles files, UUID id, DataImportStatus from, DataImportStatus to) {
        return store.move(work, id, to)
                .then(store.forgetKeys(work, id))
                .then(work.append(new DataImportMoved(id, from, to)))
                .then(files.erase(work, id));
    }

    /** An import that the caller sees, as {@code read/data_import.sql} says it, and has the roles for. */
    private Mono<DataImport> found(Work work, UUID id) {
        return store.lock(work, id)
                .filter(found -> !found.personal() || work.caller().roles().contains(Role.DISTRICT_OFFICER))
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> checkRoles(work, found.kinds()));
    }

    private static void checkRoles(Work work, List<ImportKind> kinds) {
        for (ImportKind kind : kinds)
            OtherRoleNeeded.check(work.caller().roles().contains(kind.role()), kind.role());
    }
}
