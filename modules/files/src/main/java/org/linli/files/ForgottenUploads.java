package org.linli.files;

import java.time.Duration;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** Forgets files that nobody sent in time. */
public final class ForgottenUploads implements Kind {
    /** Longer than the sending of any that was begun in time, so that none of them is lost on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofHours(1);

    private final FileStore store = new FileStore();
    private final DistrictDatabase database;
    private final Storage storage;

    public ForgottenUploads(DistrictDatabase database, Storage storage) {
        this.database = database;
        this.storage = storage;
    }

    @Override
    public String name() {
        return "forget-uploads";
    }

    /** First what a server may have stored before it died, and then the trace that leads there. */
    @Override
    public Mono<Void> run(Job job) {
        return database.transaction(
                        job.districtId(),
                        transaction -> store.overdue(transaction, ON_ITS_WAY).collectList())
                .flatMapIterable(overdue -> overdue)
                .concatMap(file -> VirtualThreads.run(() -> storage.delete(Storage.key(job.districtId(), file.id())))
                        .then(database.transaction(
                                job.districtId(), transaction -> store.forget(transaction, file.id()))))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
