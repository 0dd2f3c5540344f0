package org.linli.live.webhooks;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.linli.live.webhooks.DeliveryStore.Due;
import org.linli.live.webhooks.DeliveryStore.Hook;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/** Sends a test once. It tells nothing of how the receiver takes updates, so nothing follows from how it ends. */
public final class TestDelivery implements Kind {
    static final String NAME = "test-webhook";
    private static final byte[] BODY =
            "{\"data\":null,\"extensions\":{\"test\":true}}".getBytes(StandardCharsets.UTF_8);

    /** What is to be sent. */
    record Test(UUID webhook, UUID delivery) {}

    private final DistrictDatabase database;
    private final Sender sender;
    private final DeliveryStore store = new DeliveryStore();

    public TestDelivery(DistrictDatabase database, Sender sender) {
        this.database = database;
        this.sender = sender;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Mono<Void> run(Job job) {
        UUID webhook = UUID.fromString(job.payload().path("webhook").stringValue());
        UUID delivery = UUID.fromString(job.payload().path("delivery").stringValue());
        Mono<Tuple2<Hook, Due>> found = database.transaction(
                job.districtId(),
                transaction ->
                        transaction.both(store.hook(transaction, webhook), store.test(transaction, webhook, delivery)));
        return found.flatMap(both -> sender.send(both.getT1(), both.getT2(), BODY)
                .flatMap(answer -> database.transaction(
                        job.districtId(),
                        transaction -> store.tried(transaction, delivery, answer, sender.now(), null))));
    }
}
