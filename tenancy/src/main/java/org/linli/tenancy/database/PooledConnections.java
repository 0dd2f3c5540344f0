package org.linli.tenancy.database;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Connections that one read or one transaction has to itself: a slow one holds up nobody. */
final class PooledConnections {
    /** Requests that may wait for a connection, for each connection there is. */
    private static final int QUEUE = 8;

    /** For how long a failed attempt to connect speaks for all requests. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** How often a transaction is made before its caller hears that others were in its way. */
    private static final int TRIES = 5;

    /** Random from nothing to twice this and doubled each time, so that those who met do not meet again. */
    private static final Duration BACK_OFF = Duration.ofMillis(20);

    private final String cell;
    private final ConnectionPool pool;
    private final DistrictTurns turns;
    private final Signals signals;
    private volatile long unreachableSince = System.nanoTime() - PAUSE.toNanos();

    /**
     * @param cell whose database it is
     * @param signals tells what a committed transaction has raised
     */
    PooledConnections(String cell, ConnectionFactory factory, int size, Duration connectTimeout, Signals signals) {
        this.cell = cell;
        this.signals = signals;
        pool = new ConnectionPool(ConnectionPoolConfiguration.builder(factory)
                .initialSize(0)
                .maxSize(size)
                .maxAcquireTime(connectTimeout)
                .maxIdleTime(Duration.ofMinutes(5))
                // After a restart of PostgreSQL every idle connection is a dead one, and each costs a try.
                .acquireRetry(size)
                .customizer(queue -> queue.maxPendingAcquire(size * QUEUE))
                .build());
        // Half of them, so that the slow reports of one district leave as many to the others.
        turns = new DistrictTurns((size + 1) / 2, size * QUEUE / 2, connectTimeout);
    }

    /**
     * Reads to the end even if the reader leaves: a connection must not go back to the pool with a statement still running.
     *
     * @param patience how long to wait for an answer when even PostgreSQL's own timeout does not come
     */
    Mono<byte[]> read(GuardedRead read, Duration patience) {
        return toTheEnd(with(read.district(), read::on, patience));
    }

    private <T> Mono<T> with(UUID district, Function<Connection, Mono<T>> work, Duration patience) {
        return turns.take(
                district,
                Mono.usingWhen(
                        Mono.defer(this::connection),
                        connection -> work.apply(connection)
                                .timeout(patience)
                                .onErrorResume(PooledConnections::unusable, failure -> broken(connection, failure)),
                        Connection::close));
    }

    /**
     * Does work in a transaction and commits it, even if the caller leaves. Made anew, at most {@link #TRIES} times in all, when
     * another transaction stood in its way or was there first.
     *
     * @param patience how long one try may last before its connection is given up, and with it what it has done
     */
    <T> Mono<T> transaction(UUID district, Function<Transaction, Mono<T>> work, Duration patience) {
        Mono<T> working = with(district, connection -> transaction(connection, district, work), patience);
        return toTheEnd(working.retryWhen(Retry.backoff(TRIES - 1, BACK_OFF)
                .jitter(1)
                .filter(failure -> Failures.conflict(failure) || Failures.overtaken(failure))
                .onRetryExhaustedThrow((tries, last) -> last.failure())));
    }

    private <T> Mono<T> transaction(Connection connection, UUID district, Function<Transaction, Mono<T>> work) {
        Transaction transaction = new Transaction(connection, district, cell);
        return Mono.defer(() -> work.apply(transaction))
                .singleOptional()
                .flatMap(answer -> transaction
                        .finish()
                        .then(Mono.from(connection.commitTransaction()))
                        .then(Mono.<Void>fromRunnable(() -> transaction.raised().forEach(signals::raise)))
                        .then(Mono.justOrEmpty(answer)))
                .onErrorResume(failure -> rollback(connection).then(Mono.error(failure)));
    }

    /** What cannot be rolled back must not wait in the pool with its locks. */
    private static Mono<Void> rollback(Connection connection) {
        return Mono.from(connection.rollbackTransaction()).onErrorResume(failure -> closed(connection));
    }

    /** Goes on without its subscriber, in whose context it runs all the same. */
    private static <T> Mono<T> toTheEnd(Mono<T> flow) {
        return Mono.deferContextual(
                context -> Mono.fromFuture(flow.contextWrite(context).toFuture(), true));
    }

    private Mono<Connection> connection() {
        if (System.nanoTime() - unreachableSince < PAUSE.toNanos())
            return Mono.error(ClientFault.of(ErrorCode.UNAVAILABLE));
        return pool.create().doOnError(Failures::unreachable, failure -> unreachableSince = System.nanoTime());
    }

    private static boolean unusable(Throwable failure) {
        return failure instanceof TimeoutException || failure instanceof GuardedRead.OutOfStep;
    }

    private static <T> Mono<T> broken(Connection connection, Throwable failure) {
        return closed(connection).then(Mono.error(failure));
    }

    /** Closes the connection itself and not its place in the pool, which finds it closed and makes a new one. */
    private static Mono<Void> closed(Connection connection) {
        Publisher<Void> closed = connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection itself
                ? itself.close()
                : Mono.empty();
        return Mono.from(closed).onErrorComplete();
    }

    Mono<Void> close() {
        return pool.disposeLater();
    }
}
