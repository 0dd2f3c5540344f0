package org.linli.tenancy.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.SAMPLE;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

class JobsTest {
    private static LoopResources loops;
    private static Database place;
    private static DistrictDatabase database;

    private final List<UUID> done = Collections.synchronizedList(new ArrayList<>());
    private boolean broken;
    private Duration duration = Duration.ZERO;
    private @Nullable UUID slow;

    @BeforeAll
    static void open() {
        loops = LoopResources.create("jobs", 1, 1, true, true);
        place = TwoDistricts.on(Postgres.shared());
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                loops);
    }

    @AfterAll
    static void close() {
        database.close();
        loops.disposeLater().block();
    }

    @BeforeEach
    void empty() {
        TwoDistricts.execute(place, "delete from job");
    }

    @Test
    void aJobIsDoneOnce() throws SQLException {
        UUID job = add("note");
        add("of a kind that this node does not know");
        Jobs jobs = jobs(Duration.ofSeconds(60));
        assertThat(jobs.one().block()).isTrue();
        assertThat(jobs.one().block()).isFalse();
        assertThat(done).containsExactly(job);
        assertThat(state(job)).isEqualTo("done 1 null");
    }

    @Test
    void manyHandsTakeEveryJobOnce() throws SQLException {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) all.add(add("note"));
        Flux.range(0, 4)
                .flatMap(node -> jobs(Duration.ofSeconds(60)).one().repeat(14))
                .blockLast();
        assertThat(done).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aJobOfANodeThatDiedIsTakenUpWhenItsLeaseEnds() throws SQLException {
        UUID job = add("note");
        Jobs dead = jobs(Duration.ofSeconds(60));
        Job held = Objects.requireNonNull(dead.take().block());
        Jobs alive = jobs(Duration.ofSeconds(60));
        assertThat(alive.one().block()).isFalse();
        TwoDistricts.execute(place, "update job set leased_until = now() where id = '" + job + "'");
        assertThat(alive.one().block()).isTrue();
        assertThat(state(job)).isEqualTo("done 2 null");
        // The first one was only slow; what it says now comes too late.
        assertThat(dead.fail(held, new IllegalStateException("late")).block()).isZero();
        assertThat(dead.finish(held, null).block()).isZero();
    }

    @Test
    void nobodyWaitsForTheLeaseOfANodeThatIsDead() throws Exception {
        UUID job = add("note");
        Jobs alive = jobs(Duration.ofSeconds(60));
        try (Connection session = place.connectAsApp()) {
            session.createStatement().execute("select pg_advisory_lock(1818848873, 77)");
            assertThat(new Jobs(database, List.of(new Note("note", null)), Lane.DATA, Duration.ofSeconds(60), 77)
                            .take()
                            .block())
                    .isNotNull();
            assertThat(alive.one().block()).isFalse();
        }
        // PostgreSQL ends the session a moment after its client.
        for (int i = 0; i < 200 && !done.contains(job); i++) {
            alive.one().block();
            Thread.sleep(50);
        }
        assertThat(state(job)).isEqualTo("done 2 null");
    }

    @Test
    void aNodeThatNobodyCanHearYetIsNotTakenForDead() throws SQLException {
        UUID job = add("note");
        assertThat(new Jobs(database, List.of(new Note("note", null)), Lane.DATA, Duration.ofSeconds(60), 78)
                        .take()
                        .block())
                .isNotNull();
        assertThat(jobs(Duration.ofSeconds(60)).one().block()).isFalse();
        TwoDistricts.execute(place, "update job set done_at = now() where id = '" + job + "'");
    }

    @Test
    void theWorkOfADistrictRestsWhileItIsSuspended() throws SQLException {
        add("note");
        Jobs jobs = jobs(Duration.ofSeconds(60));
        TwoDistricts.execute(place, "update district set state = 'SUSPENDED' where id = '" + PINGCHENG + "'");
        try {
            assertThat(jobs.one().block()).isFalse();
        } finally {
            TwoDistricts.execute(place, "update district set state = 'ACTIVE' where id = '" + PINGCHENG + "'");
        }
        assertThat(jobs.one().block()).isTrue();
    }

    @Test
    void whatFailsIsTriedAgainLaterAndLater() throws SQLException {
        broken = true;
        UUID job = add("note");
        Jobs jobs = jobs(Duration.ofSeconds(60));
        assertThat(jobs.one().block()).isTrue();
        assertThat(jobs.one().block()).isFalse();
        assertThat(state(job)).isEqualTo("open 1 java.lang.IllegalStateException: broken");
        broken = false;
        TwoDistricts.execute(place, "update job set next_at = now() where id = '" + job + "'");
        assertThat(jobs.one().block()).isTrue();
        assertThat(state(job)).isEqualTo("done 2 null");
        assertThat(Jobs.backOff(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Jobs.backOff(5)).isEqualTo(Duration.ofSeconds(32));
        assertThat(Jobs.backOff(1000)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void everyDistrictHasItsRecurringJobOnceAndAlways() throws SQLException {
        Jobs jobs = jobs(Duration.ofSeconds(60));
        jobs.plan().block();
        jobs.plan().block();
        assertThat(jobs.one().block()).isTrue();
        assertThat(jobs.one().block()).isTrue();
        assertThat(jobs.one().block()).isFalse();
        assertThat(texts("select distinct attempt || ' ' || (next_at > now()) from job where kind = 'sweep'"))
                .containsExactly("0 true");
    }

    @Test
    void aRunningNodeComesToIt() throws Exception {
        UUID job = add("note");
        try (Jobs jobs = jobs(Duration.ofSeconds(60))) {
            jobs.start();
            for (int i = 0; i < 200 && !done.contains(job); i++) Thread.sleep(50);
        }
        assertThat(done).contains(job);
    }

    /** However much one district wants, another one is next. */
    @Test
    void districtsHaveTheirTurns() throws SQLException {
        for (int i = 0; i < 10; i++) add("note");
        UUID other = add("note", SAMPLE);
        Jobs jobs = jobs(Duration.ofSeconds(60));
        for (int i = 0; i < 2; i++) jobs.one().block();
        assertThat(done).hasSize(2).contains(other);
        add("note", SAMPLE);
        UUID last = add("note", SAMPLE);
        for (int i = 0; i < 5; i++) jobs.one().block();
        assertThat(done).hasSize(7).contains(last);
    }

    /** Who waits for one that is slow is done by another hand meanwhile. */
    @Test
    void aLaneHasItsHandsAndNoneWaitsForAnother() throws Exception {
        slow = add("note");
        try (Jobs jobs = jobs(Duration.ofSeconds(60))) {
            jobs.start();
            while (!texts("select leased_until is not null from job where id = '" + slow + "'")
                    .equals(List.of("t"))) Thread.sleep(20);
            UUID quick = add("note", SAMPLE);
            for (int i = 0; i < 200 && !done.contains(quick); i++) Thread.sleep(50);
            assertThat(done).contains(quick).doesNotContain(slow);
        }
    }

    @Test
    void whatIsDoneKeepsNothingOfWhatItWasToldAndGoesAfterAWeek() throws SQLException {
        UUID job = add("note");
        UUID failed = add("of a kind that this node does not know");
        TwoDistricts.execute(place, "update job set payload = '{\"secret\":1}'");
        jobs(Duration.ofSeconds(60)).one().block();
        assertThat(texts("select payload from job where id = '" + job + "'")).containsExactly("{}");
        TwoDistricts.execute(place, "update job set done_at = now() - interval '6 days' where done_at is not null");
        assertThat(forgotten()).isZero();
        TwoDistricts.execute(
                place,
                "update job set created_at = now() - interval '1 year'; update job set done_at = now() - interval '8 days' where done_at is not null");
        assertThat(forgotten()).isEqualTo(1);
        assertThat(texts("select id from job")).containsExactly(failed.toString());
    }

    private static long forgotten() {
        return Objects.requireNonNull(database.transaction(
                                PINGCHENG,
                                transaction -> transaction.row(Count.class, "select forget_jobs($1) as count"))
                        .block())
                .count();
    }

    private record Count(long count) {}

    @Test
    void whatIsStillWorkedOnIsNobodyElses() throws Exception {
        UUID job = add("note");
        duration = Duration.ofMillis(2500);
        CompletableFuture<@Nullable Boolean> slow =
                jobs(Duration.ofSeconds(1)).one().toFuture();
        Thread.sleep(1500);
        assertThat(jobs(Duration.ofSeconds(1)).one().block()).isFalse();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly(job);
        assertThat(state(job)).isEqualTo("done 1 null");
    }

    private Jobs jobs(Duration lease) {
        return new Jobs(
                database,
                List.of(new Note("note", null), new Note("sweep", Duration.ofHours(1))),
                Lane.DATA,
                lease,
                null);
    }

    private final class Note implements Kind {
        private final String name;
        private final @Nullable Duration every;

        Note(String name, @Nullable Duration every) {
            this.name = name;
            this.every = every;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Mono<Void> run(Job job) {
            if (broken) return Mono.error(new IllegalStateException("broken"));
            return Mono.delay(job.id().equals(slow) ? Duration.ofSeconds(15) : duration)
                    .then(Mono.fromRunnable(() -> done.add(job.id())));
        }

        @Override
        public @Nullable Duration every() {
            return every;
        }
    }

    private static UUID add(String kind) throws SQLException {
        return add(kind, PINGCHENG);
    }

    private static UUID add(String kind, UUID district) throws SQLException {
        UUID id = UUID.randomUUID();
        TwoDistricts.execute(
                place,
                "insert into job (id, district_id, kind) values ('%s', '%s', '%s')".formatted(id, district, kind));
        return id;
    }

    private static String state(UUID job) throws SQLException {
        return texts("""
                select case when done_at is null then 'open ' else 'done ' end || attempt || ' ' || coalesce(last_error, 'null')
                  from job where id = '%s' and leased_until is null
                """.formatted(job)).getFirst();
    }

    private static List<String> texts(String sql) throws SQLException {
        try (Connection migrator = place.connectAsMigrator();
                var rows = migrator.createStatement().executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }
}
