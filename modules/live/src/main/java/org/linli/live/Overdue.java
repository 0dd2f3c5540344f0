package org.linli.live;

import java.time.Duration;
import java.util.function.Function;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** What the clock brings about in a district and nobody has to ask for: every hour, some at a time, each time in a transaction of its own. */
public final class Overdue implements Kind {
    private final DistrictDatabase database;
    private final String name;
    private final Function<Work, Mono<Integer>> some;

    /**
     * @param name of the kind
     * @param some does what is due of some records, and gives how many these were, 0 when all is done
     */
    public Overdue(DistrictDatabase database, String name, Function<Work, Mono<Integer>> some) {
        this.database = database;
        this.name = name;
        this.some = some;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Mono<Void> run(Job job) {
        Mono<Integer> once = Work.ofPlatform(database, job.districtId(), some).defaultIfEmpty(0);
        return once.repeat().takeUntil(done -> done == 0).then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
