package org.linli.live.feed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linli.live.Log;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.Notices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers what is committed, in the order of commits. Every node has one; the one whose session holds the lock works, and another takes
 * over when that session ends. Two at once would do no harm: numbers are given behind the lock of the district's head, to rows that are gone then
 * (the function {@code number_arrivals}).
 * No writer waits for it, and no transaction that stays open holds up the others' events.
 */
public final class Sequencer implements AutoCloseable {
    /** Under which a new head is announced, as the district's id and the position. */
    public static final String HEAD = "linli_head";

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    /** Any number that nobody else takes. */
    private static final long LEADERSHIP = 0x6c696e6c69L;
    /** From one attempt to lead to the next. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(1);
    /** After which it looks by itself: what a lost signal costs at most. */
    private static final Duration POLL = Duration.ofMillis(2500);

    /** From one take to the next, at least: under load what comes in between is numbered, read and sent together; who comes alone does not wait. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PARTITIONS = Duration.ofHours(1);
    private static final Duration PARTITIONS_AGAIN = Duration.ofMinutes(1);
    /** While there is something to number: what was numbered lies in the way of what comes. */
    private static final Duration VACUUM = Duration.ofSeconds(3);

    private static final String NUMBER =
            "select count(pg_notify('" + HEAD + "', n.district_id || ' ' || n.position)) from number_arrivals(5000) n";

    private final DatabaseSettings settings;
    private final Semaphore signals = new Semaphore(1);
    private @Nullable Thread worker;
    private volatile @Nullable Connection session;

    /**
     * @param cell whose log it numbers
     * @param settings where that is
     * @param notices not started yet
     */
    public Sequencer(String cell, DatabaseSettings settings, Notices notices) {
        this.settings = settings;
        notices.on(cell, Log.ARRIVAL, notice -> signals.release());
    }

    public synchronized void start() {
        worker = Thread.ofVirtual().name("sequencer").start(this::work);
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = settings.connect();
                    Statement statement = connection.createStatement()) {
                session = connection;
                while (!leads(statement)) Thread.sleep(TAKE_OVER);
                lead(statement);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (SQLException | RuntimeException lost) {
                if (worker == null) return;
                LOG.warn("the log is not numbered here: {}", lost.toString());
                pause();
            }
        }
    }

    /** Asks and does not wait in PostgreSQL: a statement that waits keeps vacuum from whatever has gone since it began, in all tables. */
    private static boolean leads(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_try_advisory_lock(" + LEADERSHIP + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void lead(Statement statement) throws SQLException, InterruptedException {
        LOG.info("this node numbers the log");
        Instant partitions = Instant.MIN;
        Instant vacuum = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            if (Instant.now().isAfter(partitions)) partitions = Instant.now().plus(keepPartitions(statement));
            signals.drainPermits();
            // In the session that holds the lock, so that losing it is noticed.
            if (number(statement) == 0) {
                signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                continue;
            }
            if (Instant.now().isAfter(vacuum)) {
                statement.execute("vacuum (skip_locked, truncate off) arrival");
                vacuum = Instant.now().plus(VACUUM);
            }
            Thread.sleep(GATHER);
        }
    }

    /**
     * Numbers what has arrived, and announces the new heads.
     *
     * @return of how many districts
     */
    static int number(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(NUMBER)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** @return when to do it again: where somebody reads for long, not now, since all would wait behind it */
    private static Duration keepPartitions(Statement statement) throws SQLException {
        try {
            statement.execute("set lock_timeout = '2s'");
            statement.execute("select keep_partitions('feed', current_date)");
            return PARTITIONS;
        } catch (SQLException failure) {
            if (statement.getConnection().isClosed()) throw failure;
            LOG.warn("the partitions of the feed are kept later: {}", failure.toString());
            return PARTITIONS_AGAIN;
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
        Thread working = worker;
        worker = null;
        if (working != null) working.interrupt();
        Connection open = session;
        if (open != null) open.abort(Runnable::run);
    }
}
