package org.linli.api;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.linli.schema.Budget;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Quota;
import reactor.core.publisher.Mono;

/** What each district may take of this server: requests a second, requests at once, and what they cost, by its {@link Quota}. */
final class Budgets {
    /** Of so many districts are figures told one by one, lest a platform of thousands drowns those who watch it. */
    private static final int TOLD = 200;

    private final Map<UUID, Share> shares = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    Budgets(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Does a request within what its district may take.
     *
     * @param work is given what it may cost
     * @return or {@link ErrorCode#THROTTLED} with the seconds to wait; nothing is done then
     */
    <T> Mono<T> within(Caller caller, Function<Budget, Mono<T>> work) {
        District district = caller.district();
        if (district == null) return work.apply(cost -> {});
        return Mono.defer(() -> {
            Share share = share(district);
            share.enter();
            return work.apply(share).doFinally(end -> share.leave());
        });
    }

    private Share share(District district) {
        Share share = shares.get(district.id());
        if (share != null && share.quota.equals(district.quota())) return share;
        return shares.compute(
                district.id(),
                (id, other) -> other != null && other.quota.equals(district.quota())
                        ? other
                        : new Share(district.quota(), shares.size() < TOLD ? district.code() : "other"));
    }

    /** What one district may take under one quota. */
    private final class Share implements Budget {
        private final Quota quota;
        private final Bucket requests;
        private final Bucket cost;
        private final AtomicInteger running = new AtomicInteger();
        private final Counter asked;
        private final Counter spent;
        private final String name;

        Share(Quota quota, String name) {
            this.quota = quota;
            this.name = name;
            requests = bucket(quota.requestsPerSecond());
            cost = bucket(quota.costPerSecond());
            asked = meters.counter("linli.districts.requests", "district", name);
            spent = meters.counter("linli.districts.cost", "district", name);
        }

        private static Bucket bucket(long perSecond) {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(2 * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                    .build();
        }

        void enter() {
            EstimationProbe left = cost.estimateAbilityToConsume(1);
            if (!left.canBeConsumed()) throw throttled("cost", left.getNanosToWaitForRefill());
            if (running.incrementAndGet() > quota.requestsAtOnce()) {
                leave();
                throw throttled("concurrency", 0);
            }
            if (!requests.tryConsume(1)) {
                leave();
                throw throttled("requests", requests.estimateAbilityToConsume(1).getNanosToWaitForRefill());
            }
            asked.increment();
        }

        void leave() {
            running.decrementAndGet();
        }

        /** Whoever has anything left may spend more than that, and waits the longer for it: else what is dear could never be had. */
        @Override
        public void spend(long units) {
            EstimationProbe left = cost.estimateAbilityToConsume(1);
            if (!left.canBeConsumed()) throw throttled("cost", left.getNanosToWaitForRefill());
            if (units > 0) cost.consumeIgnoringRateLimits(units);
            spent.increment((double) units);
        }

        private ClientFault throttled(String what, long nanos) {
            meters.counter("linli.districts.throttled", "district", name, "limit", what)
                    .increment();
            return ClientFault.of(ErrorCode.THROTTLED, Math.max(1, Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1))));
        }
    }
}
