package org.linli.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;

/** Sockets and event streams that are open. They are closed before the server stops, which would wait for them in vain. */
@SuppressWarnings("FutureReturnValueIgnored") // that one leaves is waited for by the connection itself
final class Connections implements SmartLifecycle {
    /** How long the other side may take to go, once it is told to. */
    static final Duration FAREWELL = Duration.ofSeconds(2);

    /** After the feed, which knows the cursors with which to go on; ahead of the web server. */
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final Set<Connection> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Connection> streams = ConcurrentHashMap.newKeySet();
    private final Settings.Streams settings;
    private volatile boolean leaving;
    private volatile boolean running;

    Connections(Settings.Streams settings, MeterRegistry meters) {
        this.settings = settings;
        meters.gaugeCollectionSize("linli.sockets.open", List.of(), sockets);
        meters.gaugeCollectionSize("linli.streams.open", List.of(), streams);
    }

    /** One that stays open. */
    interface Connection {
        /** Ends it, soon and in good order; completes once it has. */
        CompletableFuture<Void> leave();
    }

    Settings.Streams settings() {
        return settings;
    }

    /** Whether no new ones are taken. */
    boolean leaving() {
        return leaving;
    }

    void opened(Connection connection) {
        of(connection).add(connection);
        if (leaving) connection.leave();
    }

    void closed(Connection connection) {
        of(connection).remove(connection);
    }

    private Set<Connection> of(Connection connection) {
        return connection instanceof Socket ? sockets : streams;
    }

    /** Ends all, and takes no more. */
    CompletableFuture<Void> leave() {
        leaving = true;
        return CompletableFuture.allOf(Stream.concat(sockets.stream(), streams.stream())
                .map(Connection::leave)
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public void start() {
        leaving = false;
        running = true;
    }

    @Override
    public void stop() {
        leave().join();
        running = false;
    }

    @Override
    public void stop(Runnable done) {
        leave().whenComplete((all, failure) -> {
            running = false;
            done.run();
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
