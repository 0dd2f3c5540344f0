package org.linli.tenancy.database;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import reactor.pool.Pool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

/**
 * How many connections of the pool one district has at a time, whatever it does with them: what more there is of it waits for its turn, in
 * the order in which it came, while the rest of the pool is there for the others.
 */
final class DistrictTurns {
    private final int most;
    private final int waiting;
    private final Duration patience;
    private final Map<UUID, Pool<Boolean>> turns = new ConcurrentHashMap<>();

    /**
     * @param most of a district at a time
     * @param waiting of a district, beyond which it is not let in
     * @param patience how long one waits
     */
    DistrictTurns(int most, int waiting, Duration patience) {
        this.most = most;
        this.waiting = waiting;
        this.patience = patience;
    }

    /** Does it in its turn, or fails as when no connection is to be had. What belongs to no district does not wait. */
    <T> Mono<T> take(UUID district, Mono<T> work) {
        if (district.equals(Statements.NO_DISTRICT)) return work;
        Pool<Boolean> own = turns.computeIfAbsent(district, none -> turns());
        return Mono.usingWhen(own.acquire(patience), turn -> work, PooledRef::release);
    }

    private Pool<Boolean> turns() {
        return PoolBuilder.from(Mono.just(true))
                .sizeBetween(0, most)
                .maxPendingAcquire(waiting)
                .buildPool();
    }
}
