package org.linli.archive;

import java.time.Duration;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** That there is a server that can erase, the platform knows by this being done, which only such a one does. */
public final class ErasureOffered implements Kind {
    /** Of this and {@link ErasureMissed}, several times in the hour after which it would be missed. */
    static final Duration EVERY = Duration.ofMinutes(10);

    static final String NAME = "offer-erasure";

    private final Deletions deletions = new Deletions();
    private final DistrictDatabase database;

    public ErasureOffered(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public boolean ofPlatform() {
        return true;
    }

    @Override
    public Mono<Void> run(Job job) {
        return Work.onPlatform(database, deletions::offered);
    }
}
