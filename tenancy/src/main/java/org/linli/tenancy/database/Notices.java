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

/**
 * Hears what PostgreSQL announces, on a connection of its own that says nothing otherwise. After a lost connection every listener hears
 * an empty notice, since something may have been missed.
 */
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DatabaseSettings settings;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private @Nullable Thread ear;
    private volatile @Nullable Connection connection;

    public Notices(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** Before {@link #start} only. */
    public void on(String channel, Consumer<String> listener) {
        listeners.computeIfAbsent(channel, none -> new CopyOnWriteArrayList<>()).add(listener);
    }

    public synchronized void start() {
        ear = Thread.ofVirtual().name("notices").start(this::hear);
    }

    private void hear() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection open = settings.connect();
                    Statement statement = open.createStatement()) {
                connection = open;
                for (String channel : listeners.keySet()) statement.execute("listen " + channel);
                listeners.values().forEach(all -> all.forEach(listener -> listener.accept("")));
                PGConnection postgres = open.unwrap(PGConnection.class);
                while (!Thread.currentThread().isInterrupted())
                    for (PGNotification notice : postgres.getNotifications(0))
                        listeners
                                .getOrDefault(notice.getName(), List.of())
                                .forEach(listener -> listener.accept(notice.getParameter()));
            } catch (SQLException lost) {
                if (Thread.currentThread().isInterrupted() || ear == null) return;
                LOG.warn("no notices: {}", lost.getMessage());
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
