package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.activities.ActivityMoved;
import org.linli.activities.ActivityStatus;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How the log gets its numbers. */
class NumberingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Database place;
    private static Served server;

    @BeforeAll
    static void serve() {
        place = Postgres.shared().freshDatabase("numbering");
        server = new Served(place);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    /** As where one that has lost the lock does not know it yet. */
    @Test
    void severalWhoNumberAtOnceDoNoHarm() throws Exception {
        UUID district = district("140213");
        Flux.range(0, 300)
                .flatMap(
                        i -> i % 3 == 0
                                ? append(district)
                                : Mono.fromRunnable(() -> Sql.run(place, "select number_arrivals(5000)"))
                                        .subscribeOn(Schedulers.boundedElastic()),
                        12)
                .blockLast(PATIENCE);
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival where district_id = '" + district + "'")
                .isEmpty());
        List<String> positions =
                Sql.rows(place, "select position from feed where district_id = '" + district + "' order by position");
        assertThat(positions)
                .hasSizeGreaterThanOrEqualTo(100)
                .isEqualTo(LongStream.rangeClosed(1, positions.size())
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(Sql.rows(place, "select event_id from feed where district_id = '" + district + "'"))
                .containsExactlyInAnyOrderElementsOf(
                        Sql.rows(place, "select id from event where district_id = '" + district + "'"));
        assertThat(Sql.row(place, "select position from feed_head where district_id = '" + district + "'"))
                .isEqualTo(positions.getLast());
    }

    @Test
    void aBacklogIsWorkedOffStepByStep() throws Exception {
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            migrator.setAutoCommit(false);
            statement.execute("""
                    create temporary table told on commit drop as
                    select d.id as district_id, lpad(n::text, 32, '0')::uuid as event_id
                      from generate_series(1, 20) n
                      join district d on d.code = case n % 2 when 0 then '140213' else '990101' end;
                    insert into arrival select t.district_id, t.event_id from told t
                    """);
            List<Integer> steps = new ArrayList<>();
            for (int step = 0; step < 4; step++) {
                statement.execute("select number_arrivals(7)");
                try (ResultSet left = statement.executeQuery("select count(*) from arrival")) {
                    left.next();
                    steps.add(left.getInt(1));
                }
            }
            assertThat(steps).containsExactly(13, 6, 0, 0);
            try (ResultSet wrong = statement.executeQuery("""
                    select count(*) from (
                        select f.position - lag(f.position) over w as step, f.event_id > lag(f.event_id) over w as sorted
                          from feed f join told t on t.district_id = f.district_id and t.event_id = f.event_id
                        window w as (partition by f.district_id order by f.position)) s
                     where step <> 1 or not sorted
                    """)) {
                wrong.next();
                assertThat(wrong.getInt(1)).isZero();
            }
            migrator.rollback();
        }
    }

    @Test
    void whatIsKeptHasNoGapWhereRetentionBecameShorter() throws Exception {
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            migrator.setAutoCommit(false);
            statement.execute("select keep_partitions('feed', date '2020-01-15')");
            statement.execute("""
                    insert into feed (district_id, position, event_id, retention_days, numbered_at)
                    select '%s', n, gen_random_uuid(), days, at::timestamptz
                      from (values (900001, 90, '2020-01-05'), (900002, 30, '2020-01-20'), (900003, 30, '2020-02-10')) r(n, days, at)
                    """.formatted(district("140213")));
            statement.execute("select keep_partitions('feed', date '2020-03-05')");
            try (ResultSet kept =
                    statement.executeQuery("select array_agg(position)::text from feed where position > 900000")) {
                kept.next();
                assertThat(kept.getString(1)).isEqualTo("{900003}");
            }
            migrator.rollback();
        }
    }

    @Test
    void aDistrictThatCannotBeNumberedKeepsNoOtherWaiting() throws Exception {
        UUID held = district("140213");
        UUID other = district("990101");
        append(held).block(PATIENCE);
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            migrator.setAutoCommit(false);
            statement.execute("select from feed_head where district_id = '" + held + "' for update");
            append(held).block(PATIENCE);
            for (int i = 0; i < 20; i++) {
                append(other).block(PATIENCE);
                long appended = System.nanoTime();
                Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival where district_id = '" + other + "'")
                        .isEmpty());
                // Far below the five seconds for which a statement waits for a lock.
                assertThat(Duration.ofNanos(System.nanoTime() - appended)).isLessThan(Duration.ofSeconds(3));
                Thread.sleep(300);
            }
            assertThat(Sql.rows(place, "select district_id from arrival")).containsExactly(held.toString());
            migrator.rollback();
        }
        Recorder.waitFor(() -> Sql.rows(place, "select 1 from arrival").isEmpty());
    }

    private static Mono<Void> append(UUID district) {
        ActivityMoved event =
                new ActivityMoved(UUID.randomUUID(), ActivityStatus.PUBLISHED, ActivityStatus.ENROLLING, 1, null);
        return server.part(DistrictDatabase.class)
                .transaction(
                        district,
                        transaction -> transaction
                                .begun()
                                .flatMap(begun -> Work.onBehalf(
                                                begun, new UUID(0, 1), "linli-web", Set.of(Role.DISTRICT_OFFICER))
                                        .append(event)))
                .then();
    }

    private static UUID district(String code) {
        return UUID.fromString(Sql.rows(place, "select id from district where code = '" + code + "'")
                .getFirst());
    }
}
