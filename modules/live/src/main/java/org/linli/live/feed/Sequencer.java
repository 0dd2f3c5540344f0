package org.linli.live.feed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.linli.live.Log;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.database.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Numbers what is committed, in the order of commits. Every node has one; the one whose session holds the lock works, and the next takes over
 * when that session ends. Two at once would do no harm: numbers are given behind the lock of the district's head, to rows that are gone then.
 * No writer waits for it, and no transaction that stays open holds up the others' events.
 */
public final class Sequencer implements AutoCloseable {
    /** Under which a new head is announced, as the district's id and the position. */
    public static final String HEAD = "linli_head";

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    /** Any number that nobody else takes. */
    private static final long LEADERSHIP = 0x6c696e6c69L;
    /** After which it looks by itself: what a lost signal costs at most. */
    private static final Duration POLL = Duration.ofMillis(2500);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PARTITIONS = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DISTRICTS_AT_ONCE = 4;

    private static final String LOCK_HEAD = "select h.position from feed_head h where h.district_id = $1 for update";
    /** What was committed is visible in it; what comes behind it in time was not, or it would be here too. */
    private static final String NUMBER = """
            with taken as (
                delete from arrival a where a.district_id = $1
                returning a.event_id, pg_xact_commit_timestamp(a.xmin) as committed)
            insert into feed (district_id, position, event_id, retention_days)
            select $1, $2::bigint + row_number() over (order by taken.committed nulls first, taken.event_id), taken.event_id,
                   (select d.retention_days from district d where d.id = $1)
              from taken
            returning position
            """;

    private record Head(long position) {}

    private final DatabaseSettings settings;
    private final DistrictDatabase database;
    private final Semaphore signals = new Semaphore(1);
    private @Nullable Thread worker;
    private volatile @Nullable Connection session;
    private volatile boolean leads;

    /** @param notices not started yet */
    public Sequencer(DatabaseSettings settings, DistrictDatabase database, Notices notices) {
        this.settings = settings;
        this.database = database;
        notices.on(Log.ARRIVAL, notice -> signals.release());
    }

    public synchronized void start() {
        worker = Thread.ofVirtual().name("sequencer").start(this::work);
    }

    /** Whether this node numbers at present. */
    public boolean leads() {
        return leads;
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = settings.connect();
                    Statement statement = connection.createStatement()) {
                session = connection;
                statement.execute("select pg_advisory_lock(" + LEADERSHIP + ")");
                leads = true;
                lead(statement);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (SQLException | ExecutionException | TimeoutException | RuntimeException lost) {
                if (worker == null) return;
                LOG.warn("the log is not numbered here: {}", lost.toString());
                pause();
            } finally {
                leads = false;
            }
        }
    }

    private void lead(Statement statement)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        LOG.info("this node numbers the log");
        Instant partitions = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            if (Instant.now().isAfter(partitions)) {
                statement.execute("select keep_partitions('feed', current_date)");
                partitions = Instant.now().plus(PARTITIONS);
            }
            signals.drainPermits();
            // In the session that holds the lock, so that losing it is noticed.
            List<UUID> districts = arrived(statement);
            if (districts.isEmpty()) {
                signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                continue;
            }
            Flux.fromIterable(districts)
                    .flatMap(this::number, DISTRICTS_AT_ONCE)
                    .then()
                    .toFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static List<UUID> arrived(Statement statement) throws SQLException {
        List<UUID> districts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select distinct a.district_id from arrival a")) {
            while (rows.next()) districts.add(rows.getObject(1, UUID.class));
        }
        return districts;
    }

    /** Numbers what has arrived in a district, and announces its new head. */
    public Mono<Long> number(UUID district) {
        return database.transaction(
                district,
                transaction -> transaction
                        .row(Head.class, LOCK_HEAD)
                        .switchIfEmpty(Mono.defer(() -> first(transaction)))
                        .flatMap(head -> transaction
                                .change(NUMBER, head.position())
                                .flatMap(given -> {
                                    long position = head.position() + given;
                                    if (given == 0) return Mono.just(position);
                                    return transaction
                                            .put(
                                                    "update feed_head set position = $2::bigint where district_id = $1",
                                                    position)
                                            .then(transaction.put(
                                                    "select pg_notify($2::text, $1::uuid::text || ' ' || $3::bigint)",
                                                    HEAD,
                                                    position))
                                            .thenReturn(position);
                                })));
    }

    private static Mono<Head> first(Transaction transaction) {
        return transaction
                .change("insert into feed_head (district_id, position) values ($1, 0) on conflict do nothing")
                .then(transaction.row(Head.class, LOCK_HEAD));
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
