package org.linli.tenancy.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what the database of one cell announces, on a connection of its own that says nothing otherwise. */
final class Ear implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DatabaseSettings settings;
    private final int node;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private @Nullable Thread ear;
    private volatile @Nullable Connection connection;

    Ear(DatabaseSettings settings, int node) {
        this.settings = settings;
        this.node = node;
    }

    void on(String channel, Consumer<String> listener) {
        listeners.computeIfAbsent(channel, none -> new CopyOnWriteArrayList<>()).add(listener);
    }

    synchronized void start() {
        ear = Thread.ofVirtual().name("notices").start(this::hear);
    }

    private void hear() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection open = settings.connect();
                    Statement statement = open.createStatement()) {
                connection = open;
                statement.execute("select pg_advisory_lock(%d, %d)".formatted(Notices.ALIVE, node));
                for (String channel : listeners.keySet()) statement.execute("listen " + channel);
                listeners.values().forEach(all -> all.forEach(listener -> listener.accept("")));
                PGConnection postgres = open.unwrap(PGConnection.class);
                while (!Thread.currentThread().isInterrupted()) {
                    PGNotification[] notices = postgres.getNotifications((int) SILENCE.toMillis());
                    // Of a connection that was cut off nobody hears anything, not even that.
                    if (notices.length == 0 && !open.isValid((int) PATIENCE.toSeconds()))
                        throw new SQLException("the connection is gone");
                    for (PGNotification notice : notices)
                        listeners
                                .getOrDefault(notice.getName(), List.of())
                                .forEach(listener -> listener.accept(notice.getParameter()));
                }
            } catch (SQLException | RuntimeException lost) {
                if (Thread.currentThread().isInterrupted() || ear == null) return;
                LOG.warn("no notices: {}", lost.toString());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        Thread hearing = ear;
        ear = null;
        if (hearing != null) hearing.interrupt();
        Connection open = connection;
        if (open != null) open.abort(Runnable::run);
    }
}
