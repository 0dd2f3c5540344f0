package org.linli.archive;

import java.time.Duration;
import org.linli.live.Work;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** Has operators know of deletions whose time has come and that no server goes on with: any server tells, also one that cannot erase itself. */
public final class ErasureMissed implements Kind {
    private final Deletions deletions = new Deletions();
    private final DistrictDatabase database;

    public ErasureMissed(DistrictDatabase database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "miss-erasure";
    }

    @Override
    public Duration every() {
        return ErasureOffered.EVERY;
    }

    @Override
    public boolean ofPlatform() {
        return true;
    }

    @Override
    public Mono<Void> run(Job job) {
        return Work.onPlatform(database, deletions::missed);
    }
}
