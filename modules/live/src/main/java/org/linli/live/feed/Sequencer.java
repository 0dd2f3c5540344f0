package org.linli.live.feed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linli.live.Log;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.database.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    /** From one take to the next, at least: under load what comes in between is numbered, read and sent together; who comes alone does not wait. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PARTITIONS = Duration.ofHours(1);
    private static final Duration PARTITIONS_AGAIN = Duration.ofMinutes(1);
    /** While there is something to number: what was numbered lies in the way of what comes. */
    private static final Duration VACUUM = Duration.ofSeconds(3);

    private static final int DISTRICTS_AT_ONCE = 4;

    /** Of a district that has none yet. */
    private static final String BEGIN =
            "head as (select $1 as district_id, 0 from entered) insert into feed_head select * from head on conflict do nothing";

    /**
     * What was committed is visible in it; what comes behind it in time was not, or it would be here too. Whoever waits for the head finds what
     * the other took gone. So many at most that a backlog, however long, is worked off step by step.
     */
    private static final String NUMBER = """
            head as materialized (
                select h.position from entered, feed_head h where h.district_id = $1 for update of h),
            due as materialized (
                select a.event_id, pg_xact_commit_timestamp(a.xmin) as committed
                  from arrival a, head
                 where a.district_id = $1
                 order by committed nulls first, a.event_id
                 limit 5000),
            taken as (
                delete from arrival a using due
                 where a.district_id = $1 and a.event_id = due.event_id
                returning a.event_id, due.committed),
            numbered as (
                insert into feed (district_id, position, event_id, retention_days)
                select $1, head.position + row_number() over (order by taken.committed nulls first, taken.event_id), taken.event_id,
                       (select d.retention_days from district d where d.id = $1)
                  from taken, head
                returning position)
            update feed_head h set position = given.last
              from (select max(n.position) as last from numbered n) given
             where h.district_id = $1 and given.last is not null
            returning pg_notify($2::text, h.district_id || ' ' || h.position)
            """;

    private final DatabaseSettings settings;
    private final DistrictDatabase database;
    private final Semaphore signals = new Semaphore(1);
    private final Set<UUID> numbering = ConcurrentHashMap.newKeySet();
    private final Turns turns = new Turns(DISTRICTS_AT_ONCE);
    private @Nullable Thread worker;
    private volatile @Nullable Connection session;

    /** @param notices not started yet */
    public Sequencer(DatabaseSettings settings, DistrictDatabase database, Notices notices) {
        this.settings = settings;
        this.database = database;
        notices.on(Log.ARRIVAL, notice -> signals.release());
    }

    public synchronized void start() {
        worker = Thread.ofVirtual().name("sequencer").start(this::work);
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = settings.connect();
                    Statement statement = connection.createStatement()) {
                session = connection;
                statement.execute("select pg_advisory_lock(" + LEADERSHIP + ")");
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

    private void lead(Statement statement) throws SQLException, InterruptedException {
        LOG.info("this node numbers the log");
        Instant partitions = Instant.MIN;
        Instant vacuum = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            if (Instant.now().isAfter(partitions)) partitions = Instant.now().plus(keepPartitions(statement));
            signals.drainPermits();
            // In the session that holds the lock, so that losing it is noticed.
            List<UUID> districts = arrived(statement);
            districts.removeAll(numbering);
            if (districts.isEmpty()) {
                signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                continue;
            }
            if (Instant.now().isAfter(vacuum)) {
                statement.execute("vacuum (skip_locked, truncate off) arrival");
                vacuum = Instant.now().plus(VACUUM);
            }
            districts.forEach(this::begin);
            Thread.sleep(GATHER);
        }
    }

    /** Once at a time for each district. One that cannot be numbered keeps no other waiting. */
    private void begin(UUID district) {
        numbering.add(district);
        turns.take(number(district))
                .then()
                .onErrorResume(failure -> {
                    LOG.warn("the log of {} is numbered later: {}", district, failure.toString());
                    return Mono.delay(PAUSE).then();
                })
                .doFinally(end -> {
                    numbering.remove(district);
                    signals.release();
                })
                .subscribe();
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

    private static List<UUID> arrived(Statement statement) throws SQLException {
        List<UUID> districts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select distinct a.district_id from arrival a")) {
            while (rows.next()) districts.add(rows.getObject(1, UUID.class));
        }
        return districts;
    }

    /** Numbers what has arrived in a district, and announces its new head. */
    public Mono<Long> number(UUID district) {
        return database.change(district, NUMBER, HEAD)
                .flatMap(moved -> moved == 0 ? database.change(district, BEGIN) : Mono.just(moved));
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
