package org.linli.live;

import java.time.Duration;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** Forgets the outcomes of requests, and jobs that are done, after the time for which they are kept. */
public final class ForgottenKeys implements Kind {
    private final DistrictDatabase database;

    public ForgottenKeys(DistrictDatabase database) {
        this.database = database;
    }

    private record Forgotten(long jobs) {}

    @Override
    public String name() {
        return "forget-keys";
    }

    @Override
    public Mono<Void> run(Job job) {
        return database.transaction(
                        job.districtId(),
                        transaction -> transaction
                                .change(
                                        "delete from idempotency where district_id = $1 and created_at < now() - make_interval(hours => $2::int)",
                                        Idempotency.KEPT_HOURS)
                                .then(transaction.row(Forgotten.class, "select forget_jobs($1) as jobs")))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
