package org.linli.imports;

import java.time.Duration;
import org.linli.files.ImportFiles;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** Cancels imports that nobody goes on with, so that no file of persons is kept longer than it is of use. */
public final class LeftImports implements Kind {
    private static final Duration UNSENT = Duration.ofDays(1);
    private static final Duration UNRUN = Duration.ofDays(7);

    private final DataImportStore store = new DataImportStore();
    private final DistrictDatabase database;
    private final ImportFiles files;

    public LeftImports(DistrictDatabase database, ImportFiles files) {
        this.database = database;
        this.files = files;
    }

    @Override
    public String name() {
        return "cancel-left-imports";
    }

    @Override
    public Mono<Void> run(Job job) {
        return database.transaction(
                job.districtId(),
                transaction -> Work.ofPlatform(transaction)
                        .flatMap(work -> store.left(work, UNSENT, UNRUN)
                                .concatMap(left -> DataImports.end(
                                        work, store, files, left.id(), left.status(), DataImportStatus.CANCELLED))
                                .then()));
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
