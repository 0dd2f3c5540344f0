package org.linli.tenancy.database;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Statements;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** The database of one cell: connections of each event loop for cheap reads, and a pool for the rest. */
final class CellDatabase implements Statements, AutoCloseable {
    /** What the answer may take beyond the timeout that PostgreSQL itself keeps. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long a transaction may last, waits for locks and all. */
    private static final Duration TRANSACTION = Duration.ofSeconds(15);

    /** How long a statement waits for a lock, lest one that is forgotten takes the whole pool with it. */
    private static final Duration LOCK = Duration.ofSeconds(5);

    private final String name;
    private final DatabaseSettings settings;
    private final FastThreadLocal<LoopConnections> ofThisLoop = new FastThreadLocal<>();
    private final List<LoopConnections> loops = new CopyOnWriteArrayList<>();
    private final PooledConnections pool;

    /** @param loops those of the HTTP server, whose threads have connections of their own */
    CellDatabase(String name, DatabaseSettings settings, LoopResources loops) {
        this.name = name;
        this.settings = settings;
        var slow = new PostgresqlConnectionFactory(configuration(loops, settings.slowTimeout()));
        this.pool = new PooledConnections(
                name, slow, settings.pooledConnections(), settings.connectTimeout(), new Signals(this));
        var quick = new PostgresqlConnectionFactory(configuration(loops, settings.quickTimeout()));
        var connect = quick.create()
                .timeout(settings.connectTimeout())
                .map(connection -> new Line(connection, settings.statementsPerConnection()));
        for (EventExecutor loop : loops.onServer(LoopResources.DEFAULT_NATIVE))
            loop.execute(() -> open((EventLoop) loop, connect));
    }

    private void open(EventLoop loop, Mono<Line> connect) {
        var connections = new LoopConnections(
                loop,
                connect,
                settings.connectionsPerLoop(),
                settings.quickTimeout().plus(GRACE));
        ofThisLoop.set(connections);
        loops.add(connections);
    }

    private PostgresqlConnectionConfiguration configuration(LoopResources loops, Duration statementTimeout) {
        return PostgresqlConnectionConfiguration.builder()
                .host(settings.host())
                .port(settings.port())
                .database(settings.database())
                .username(settings.user())
                .password(settings.password())
                .applicationName("linli")
                .timeZone("UTC")
                .connectTimeout(settings.connectTimeout())
                .statementTimeout(statementTimeout)
                .lockWaitTimeout(LOCK)
                // Of a server that is cut off in mid-transaction PostgreSQL hears nothing, and would keep its locks.
                .options(Map.of(
                        "idle_in_transaction_session_timeout",
                        TRANSACTION.plus(GRACE).toMillis() + "ms"))
                .preparedStatementCacheQueries(settings.statementsPerConnection())
                .autodetectExtensions(false)
                .loopResources(new SharedWrites(loops))
                .build();
    }

    String name() {
        return name;
    }

    DatabaseSettings settings() {
        return settings;
    }

    @Override
    public Mono<byte[]> read(UUID district, String sql, List<@Nullable Object> parameters, boolean expensive) {
        var read = new GuardedRead(district, sql, parameters);
        return Mono.defer(() -> expensive ? slowly(read) : quickly(read)).onErrorMap(Failures::told);
    }

    private Mono<byte[]> quickly(GuardedRead read) {
        LoopConnections connections = ofThisLoop.getIfExists();
        if (connections == null) return slowly(read);
        return connections.read(read).onErrorResume(Failures::worthAnotherTry, failure -> slowly(read));
    }

    private Mono<byte[]> slowly(GuardedRead read) {
        return pool.read(read, settings.slowTimeout().plus(GRACE));
    }

    /** @see DistrictDatabase#transaction */
    <T> Mono<T> transaction(UUID district, Function<Transaction, Mono<T>> work) {
        return pool.transaction(district, work, TRANSACTION).onErrorMap(Failures::told);
    }

    /** Closes every connection; blocks until those of the pool are closed. */
    @Override
    public void close() {
        loops.forEach(LoopConnections::close);
        pool.close().block(GRACE);
    }
}
