package org.linli.api;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed.Following;
import org.linli.live.feed.Outlet;
import org.linli.schema.Budget;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Quota;
import reactor.core.publisher.Mono;

/**
 * What each district may take of this server: requests a second, requests at once, and what they cost, how many of them each of its clients may carry,
 * and streams that are open, by its {@link Quota}.
 */
final class Budgets {
    /** Of so many districts are figures told one by one, lest a platform of thousands drowns those who watch it. */
    private static final int TOLD = 200;

    /** After which to come back who found no place for a stream: when one ends, nobody knows. */
    private static final long STREAM_LATER = 10;

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
            share.enter(caller.client());
            return work.apply(share).doFinally(end -> share.leave());
        });
    }

    /**
     * The same of bytes that come or go, until the last one has. They cost nothing else, and take half of what may be done at once, and one holder a
     * quarter of that: whoever is slow to read them leaves room for what is answered fast, and for others.
     *
     * @param holder by whom turns are held: an address, or who is logged in
     */
    <T> Mono<T> withBytes(Caller caller, Object holder, Mono<T> work) {
        District district = caller.district();
        if (district == null) return work;
        return Mono.defer(() -> {
            Share share = share(district);
            share.enterWithBytes(caller.client(), holder);
            return work.doFinally(end -> share.leaveWithBytes(holder));
        });
    }

    /** @throws ClientFault {@link ErrorCode#STREAMS_FULL} where the district may have no further stream */
    void checkStreams(Caller caller) {
        District district = caller.district();
        if (district == null) return;
        Share share = share(district);
        share.checkStreams(share.streams.get() + 1);
    }

    /**
     * Begins a stream that counts until the feed ends it or whoever follows cancels it, whichever is first.
     *
     * @throws ClientFault {@link ErrorCode#STREAMS_FULL}; nothing is begun then
     */
    Following streaming(Caller caller, Outlet outlet, Function<Outlet, Following> begin) {
        District district = caller.district();
        return district == null ? begin.apply(outlet) : share(district).stream(outlet, begin);
    }

    private Share share(District district) {
        Share share = shares.computeIfAbsent(
                district.id(), id -> new Share(district.quota(), shares.size() < TOLD ? district.code() : "other"));
        share.grant(district.quota());
        return share;
    }

    /** What one district may take, and has taken. */
    private final class Share implements Budget {
        private volatile Quota quota;
        private final Bucket requests;
        private final Bucket cost;
        private final Map<String, Bucket> clients = new ConcurrentHashMap<>();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger withBytes = new AtomicInteger();
        private final Map<Object, Integer> holders = new ConcurrentHashMap<>();
        private final AtomicInteger streams = new AtomicInteger();
        private final Counter asked;
        private final Counter spent;
        private final String name;

        Share(Quota quota, String name) {
            this.quota = quota;
            this.name = name;
            requests = bucket(requests(quota));
            cost = bucket(cost(quota));
            asked = meters.counter("linli.districts.requests", "district", name);
            spent = meters.counter("linli.districts.cost", "district", name);
        }

        private static Bandwidth requests(Quota quota) {
            return limit(2L * quota.requestsPerSecond(), quota.requestsPerSecond(), Duration.ofSeconds(1));
        }

        private static Bandwidth cost(Quota quota) {
            return limit(2 * quota.costPerSecond(), quota.costPerSecond(), Duration.ofSeconds(1));
        }

        private static Bandwidth client(Quota quota, String client) {
            int perMinute = quota.perMinute(client);
            return limit(perMinute, perMinute, Duration.ofMinutes(1));
        }

        private static Bandwidth limit(long most, long again, Duration each) {
            return Bandwidth.builder().capacity(most).refillGreedy(again, each).build();
        }

        private static Bucket bucket(Bandwidth limit) {
            return Bucket.builder().addLimit(limit).build();
        }

        private static void grant(Bucket bucket, Bandwidth limit) {
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(limit).build(), TokensInheritanceStrategy.AS_IS);
        }

        /** What has been taken stays so: else whoever changes the limit of a client of one's own would have no other. */
        void grant(Quota now) {
            if (quota.equals(now)) return;
            synchronized (this) {
                quota = now;
                grant(requests, requests(now));
                grant(cost, cost(now));
                clients.forEach((client, bucket) -> grant(bucket, client(now, client)));
            }
        }

        /** Of those that the district grants, which are few. */
        private Bucket of(String client) {
            Bucket known = clients.get(client);
            if (known != null) return known;
            synchronized (this) {
                return clients.computeIfAbsent(client, azp -> bucket(client(quota, azp)));
            }
        }

        void enter(@Nullable String client) {
            EstimationProbe left = cost.estimateAbilityToConsume(1);
            if (!left.canBeConsumed()) throw throttled("cost", left.getNanosToWaitForRefill());
            if (running.incrementAndGet() > quota.requestsAtOnce()) {
                leave();
                throw throttled("concurrency", 0);
            }
            // What a client has too many of is not taken from its district.
            if (client != null) take(of(client), "client");
            take(requests, "requests");
            asked.increment();
        }

        void enterWithBytes(@Nullable String client, Object holder) {
            int most = Math.max(1, quota.requestsAtOnce() / 2);
            int held = holders.merge(holder, 1, Integer::sum);
            try {
                if (withBytes.incrementAndGet() > most || held > Math.max(1, most / 4))
                    throw throttled("concurrency", 0);
                enter(client);
            } catch (ClientFault fault) {
                giveBack(holder);
                throw fault;
            }
        }

        void leaveWithBytes(Object holder) {
            giveBack(holder);
            leave();
        }

        private void giveBack(Object holder) {
            withBytes.decrementAndGet();
            holders.computeIfPresent(holder, (none, held) -> held == 1 ? null : held - 1);
        }

        private void take(Bucket bucket, String what) {
            if (bucket.tryConsume(1)) return;
            leave();
            throw throttled(what, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
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

        void checkStreams(int open) {
            int most = quota.streams();
            if (open <= most) return;
            countThrottled("streams");
            throw ClientFault.of(ErrorCode.STREAMS_FULL, STREAM_LATER, most);
        }

        Following stream(Outlet outlet, Function<Outlet, Following> begin) {
            int open = streams.incrementAndGet();
            CountedStream stream = new CountedStream(outlet, streams::decrementAndGet);
            try {
                checkStreams(open);
                return stream.begin(begin);
            } catch (RuntimeException refused) {
                stream.leave();
                throw refused;
            }
        }

        private void countThrottled(String what) {
            meters.counter("linli.districts.throttled", "district", name, "limit", what)
                    .increment();
        }

        private ClientFault throttled(String what, long nanos) {
            countThrottled(what);
            return ClientFault.of(ErrorCode.THROTTLED, Math.max(1, Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1))));
        }
    }
}
