package org.linli.live;

import java.time.Duration;
import java.util.function.Function;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/**
 * What the platform does by itself among its own rows again and again, each time in one transaction.
 *
 * @param name of the kind
 */
public record PlatformRound(DistrictDatabase database, String name, Duration every, Function<Work, Mono<Void>> step)
        implements Kind {
    @Override
    public boolean ofPlatform() {
        return true;
    }

    @Override
    public Mono<Void> run(Job job) {
        return Work.onPlatform(database, step);
    }
}
