package org.linli.tenancy.database;

import reactor.core.publisher.Mono;
import reactor.pool.Pool;
import reactor.pool.PoolBuilder;

/** So many at a time; what more there is waits for its turn, in the order in which it came. */
public final class Turns {
    private final Pool<Boolean> turns;

    public Turns(int atOnce) {
        turns = PoolBuilder.from(Mono.just(true)).sizeBetween(0, atOnce).buildPool();
    }

    public <T> Mono<T> take(Mono<T> work) {
        return turns.withPoolable(turn -> work).singleOrEmpty();
    }
}
