package org.linli.live.webhooks;

import java.time.Duration;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;

/** Forgets deliveries after 30 days. */
public final class ForgottenDeliveries implements Kind {
    private static final Duration KEPT = Duration.ofDays(30);

    private final DistrictDatabase database;
    private final Sender sender;
    private final DeliveryStore store = new DeliveryStore();

    public ForgottenDeliveries(DistrictDatabase database, Sender sender) {
        this.database = database;
        this.sender = sender;
    }

    @Override
    public String name() {
        return "forget-deliveries";
    }

    @Override
    public Mono<Void> run(Job job) {
        return database.transaction(
                        job.districtId(),
                        transaction -> store.forget(transaction, sender.now().minus(KEPT)))
                .then();
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }
}
