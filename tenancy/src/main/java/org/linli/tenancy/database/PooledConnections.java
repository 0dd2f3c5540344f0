package org.linli.tenancy.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections that one read has to itself: a slow one holds up nobody. */
final class PooledConnections {
    /** Requests that may wait for a connection, for each connection there is. */
    private static final int QUEUE = 8;

    /** For how long a failed attempt to connect speaks for all requests. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ConnectionPool pool;
    private volatile long unreachableSince = System.nanoTime() - PAUSE.toNanos();

    PooledConnections(ConnectionFactory factory, int size, Duration connectTimeout) {
        pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory)
                .initialSize(0)
                .maxSize(size)
                .maxAcquireTime(connectTimeout)
                .maxIdleTime(Duration.ofMinutes(5))
                // After a restart of PostgreSQL every idle connection is a dead one, and each costs a try.
                .acquireRetry(size)
                .customizer(queue -> queue.maxPendingAcquire(size * QUEUE))
                .build());
    }

    /**
     * Reads to the end even if the reader leaves: a connection must not go back to the pool with a statement still running.
     *
     * @param patience how long to wait for an answer when even PostgreSQL's own timeout does not come
     */
    Mono<byte[]> read(GuardedRead read, Duration patience) {
        Mono<byte[]> reading = Mono.usingWhen(
                Mono.defer(this::connection),
                connection -> read(connection, read)
                        .timeout(patience)
                        .onErrorResume(PooledConnections::unusable, failure -> broken(connection, failure)),
                Connection::close);
        return Mono.defer(() -> Mono.fromFuture(reading.toFuture(), true));
    }

    private Mono<Connection> connection() {
        if (System.nanoTime() - unreachableSince < PAUSE.toNanos())
            return Mono.error(ClientFault.of(ErrorCode.UNAVAILABLE));
        return pool.create().doOnError(Failures::unreachable, failure -> unreachableSince = System.nanoTime());
    }

    private static Mono<byte[]> read(Connection connection, GuardedRead read) {
        long nonce = ThreadLocalRandom.current().nextLong();
        var statement = connection.createStatement(GuardedRead.guarded(read.sql()));
        return Flux.from(read.bind(statement, nonce).execute())
                .flatMap(result -> GuardedRead.answer(result, nonce))
                .single();
    }

    private static boolean unusable(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof GuardedRead.OutOfStep;
    }

    /** Closes the connection itself and not its place in the pool, which finds it closed and makes a new one. */
    private static Mono<byte[]> broken(Connection connection, Throwable failure) {
        Publisher<Void> closed = connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection itself
                ? itself.close()
                : Mono.empty();
        return Mono.from(closed).then(Mono.error(failure));
    }

    Mono<Void> close() {
        return pool.disposeLater();
    }
}
