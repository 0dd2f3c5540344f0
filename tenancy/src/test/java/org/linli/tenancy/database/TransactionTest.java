package org.linli.tenancy.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.SAMPLE;
import static org.linli.tenancy.database.DistrictDatabaseTest.assertUnavailable;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Statements.MissingValue;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.DatabindException;

class TransactionTest {
    private static final String NAMES = "select json_agg(name order by name) from bench where district_id = $1";
    private static final String ONE = "select name from bench where district_id = $1 and name = $2::text";
    private static final String ADD = "insert into bench (district_id, name) values ($1, $2::text)";
    private static final String LOCK =
            "select name, seats from bench where district_id = $1 and name = $2::text for update";

    private static final String SETTING = "select current_setting($2::text) as name where $1::uuid is not null";
    private static final String BACKEND = "select pg_backend_pid() as id where $1::uuid is not null";

    private static LoopResources loops;
    private static Database place;
    private static DistrictDatabase database;

    @BeforeAll
    static void open() {
        loops = LoopResources.create("transactions", 1, 2, true, true);
        place = TwoDistricts.on(Postgres.shared());
        TwoDistricts.execute(place, """
                create type wood as enum ('OAK', 'PINE');
                create table bench (
                    district_id uuid not null,
                    name        text not null,
                    seats       int not null default 2,
                    wood        wood,
                    tags        text[] not null default '{}',
                    owners      uuid[] not null default '{}',
                    built_on    date,
                    painted_at  timestamptz,
                    constraint bench_pk primary key (district_id, name));
                select protect('bench');
                create function collide() returns int language plpgsql as $$
                begin
                    raise exception 'in the way' using errcode = '40001';
                end
                $$;
                """);
        database = new DistrictDatabase(settings(), loops);
    }

    @AfterAll
    static void close() {
        database.close();
        loops.disposeLater().block();
    }

    @BeforeEach
    void twoBenches() {
        TwoDistricts.execute(place, """
                truncate bench;
                insert into bench (district_id, name) values ('%s', 'a'), ('%1$s', 'b'), ('%s', 'theirs');
                """.formatted(PINGCHENG, SAMPLE));
    }

    enum Wood {
        OAK,
        PINE;

        /** As a person reads it; a row is not one. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Bench(String name, int seats) {}

    record Described(
            String name,
            @Nullable Wood wood,
            List<String> tags,
            List<UUID> owners,
            @Nullable LocalDate builtOn,
            @Nullable OffsetDateTime paintedAt) {}

    record Named(String name) {}

    record At(OffsetDateTime at) {}

    record Backend(int id) {}

    @Test
    void whatWasChangedIsSeenByTheOwnReadAndAfterwards() {
        String within = done(
                work -> work.change(ADD, "c").then(work.read(NAMES, List.of())).map(TransactionTest::text));
        assertThat(within).isEqualTo("[\"a\", \"b\", \"c\"]");
        assertThat(names()).isEqualTo(within);
    }

    @Test
    void anAnswerlessWorkIsCommittedToo() {
        assertThat(transaction(work -> work.change(ADD, "c").then()).blockOptional())
                .isEmpty();
        assertThat(names()).contains("\"c\"");
    }

    @Test
    void anErrorLeavesNothing() {
        assertThatThrownBy(() -> done(
                        work -> work.change(ADD, "c").then(Mono.error(new IllegalStateException("changed my mind")))))
                .hasMessage("changed my mind");
        assertThatThrownBy(() -> done(work -> work.change(ADD, "c").then(work.change(ADD, "a"))))
                .hasMessageContaining("bench_pk");
        assertThatThrownBy(() -> done(work -> {
                    throw new IllegalStateException("not even begun");
                }))
                .hasMessage("not even begun");
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
    }

    @Test
    void anErrorThatWasHushedUpIsNoSuccess() {
        assertThatThrownBy(() -> done(
                        work -> work.change(ADD, "c").then(work.change(ADD, "a").onErrorReturn(0L))))
                .isInstanceOf(RuntimeException.class);
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
    }

    @Test
    void whatTheCommitFindsIsAnError() {
        TwoDistricts.execute(place, """
                create table if not exists plate (
                    district_id uuid not null,
                    bench       text not null,
                    constraint plate_on_bench foreign key (district_id, bench) references bench (district_id, name)
                        deferrable initially deferred);
                select protect('plate') where not exists (select from pg_policies where tablename = 'plate');
                """);
        try {
            assertThatThrownBy(() -> done(work -> work.change(ADD, "c")
                            .then(work.change("insert into plate (district_id, bench) values ($1, 'nowhere')"))))
                    .hasMessageContaining("plate_on_bench");
            assertThat(names()).isEqualTo("[\"a\", \"b\"]");
        } finally {
            TwoDistricts.execute(place, "drop table plate");
        }
    }

    @Test
    void anotherDistrictsRowIsNotThere() {
        assertThat(transaction(work -> work.row(Bench.class, LOCK, "theirs")).blockOptional())
                .isEmpty();
        // Without the predicate too.
        var all = "select name from bench where $1::uuid is not null order by name";
        assertAnswer(work -> work.rows(Named.class, all).collectList())
                .isEqualTo(List.of(new Named("a"), new Named("b")));
        assertAnswer(work -> work.change("update bench set seats = 9 where name = 'theirs' and $1::uuid is not null"))
                .isEqualTo(0L);
        assertThat(names(SAMPLE)).isEqualTo("[\"theirs\"]");
    }

    @Test
    void nothingIsWrittenIntoAnotherDistrict() {
        var elsewhere = "insert into bench (district_id, name) values ($2::uuid, 'x' || $1)";
        assertThatThrownBy(() -> done(work -> work.change(ADD, "c").then(work.change(elsewhere, SAMPLE))))
                .hasMessageContaining("row-level security");
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
        assertThat(names(SAMPLE)).isEqualTo("[\"theirs\"]");
    }

    @Test
    void theDistrictIsGoneAfterTheTransaction() {
        done(work -> work.change(ADD, "c"));
        assertThat(database.transaction(SAMPLE, work -> work.row(Named.class, SETTING, "linli.district"))
                        .block())
                .isEqualTo(new Named(SAMPLE.toString()));
        assertAnswer(work -> work.row(Named.class, SETTING, "linli.district"))
                .isEqualTo(new Named(PINGCHENG.toString()));
    }

    @Test
    void aChangeTellsHowManyRowsItTouched() {
        var all = "update bench set seats = seats + 1 where district_id = $1";
        assertAnswer(work -> work.change(all)).isEqualTo(2L);
        assertAnswer(work -> work.change(all).thenReturn(work).map(Transaction::changed))
                .isEqualTo(true);
        assertAnswer(work -> work.change(all + " and name = 'nowhere'").map(touched -> touched + ", " + work.changed()))
                .isEqualTo("0, false");
        // One that touches nothing does not make the others undone.
        assertAnswer(work -> work.change(all)
                        .then(work.change(all + " and seats = 0"))
                        .map(none -> work.changed()))
                .isEqualTo(true);
    }

    @Test
    void everyTypeArrivesAndComesBack() {
        var at = OffsetDateTime.parse("2024-11-01T10:00:00.123456Z");
        var written = done(work -> work.row(
                Described.class,
                """
                insert into bench (district_id, name, wood, tags, owners, built_on, painted_at)
                values ($1, $2::text, $3::wood, $4::text[], $5::uuid[], $6::date, $7::timestamptz)
                returning name, wood, tags, owners, built_on, painted_at
                """,
                "长椅",
                Wood.OAK.name(),
                new String[] {"x", "y"},
                new UUID[] {PINGCHENG, SAMPLE},
                LocalDate.parse("2024-11-01"),
                at));
        assertThat(written)
                .isEqualTo(new Described(
                        "长椅",
                        Wood.OAK,
                        List.of("x", "y"),
                        List.of(PINGCHENG, SAMPLE),
                        LocalDate.parse("2024-11-01"),
                        at));
    }

    @Test
    void anArrayMayBeTheOnlyParameter() {
        var some = "select name from bench where district_id = $1 and name = any ($2::text[]) order by name";
        assertAnswer(work -> work.rows(Named.class, some, (Object) new String[] {"b", "c"})
                        .collectList())
                .isEqualTo(List.of(new Named("b")));
    }

    @Test
    void aNullIsANull() {
        var written = done(work -> work.row(Described.class, """
                update bench set wood = $2::wood, built_on = $3::date, painted_at = $4::timestamptz
                 where district_id = $1 and name = 'a' and $5::text[] is null
                returning name, wood, tags, owners, built_on, painted_at
                """, null, null, null, null));
        assertThat(written).isEqualTo(new Described("a", null, List.of(), List.of(), null, null));
    }

    @Test
    void oneRowIsOneAndNotSeveral() {
        var all = "select name from bench where district_id = $1";
        assertThat(transaction(work -> work.row(Named.class, all + " and name = 'nowhere'"))
                        .blockOptional())
                .isEmpty();
        assertAnswer(work -> work.row(Named.class, all + " and name = 'a'")).isEqualTo(new Named("a"));
        assertThatThrownBy(() -> done(work -> work.row(Named.class, all))).hasMessageContaining("several rows");
    }

    @Test
    void aRowMustFitItsRecord() {
        var where = " from bench where district_id = $1 and name = 'a'";
        for (String columns : List.of("name, seats, wood", "name", "name, null::int as seats"))
            assertThatThrownBy(() -> done(work -> work.row(Bench.class, "select " + columns + where)))
                    .as(columns)
                    .isInstanceOf(DatabindException.class);
    }

    @Test
    void manyRowsMayEachLeadToAStatement() {
        var many = "select 'n' || i as name from generate_series(1, 600) i where $1::uuid is not null";
        assertAnswer(work -> work.rows(Named.class, many)
                        .concatMap(row -> work.change(ADD, row.name()))
                        .count())
                .isEqualTo(600L);
        assertThat(names()).contains("n600");
    }

    @Test
    void nowIsTheDatabases() {
        var clock = "select now() as at where $1::uuid is not null";
        assertAnswer(work -> work.row(At.class, clock).map(row -> row.at().equals(work.now())))
                .isEqualTo(true);
        OffsetDateTime now = done(work -> work.begun().map(Transaction::now));
        assertThat(now)
                .isCloseTo(OffsetDateTime.now(ZoneOffset.UTC), new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES));
    }

    @Test
    void whatWasPutIsDoneBeforeWhatFollows() {
        assertAnswer(work -> work.put(ADD, "p1")
                        .then(work.put(ADD, "p2"))
                        .then(work.rows(Named.class, "select name from bench where district_id = $1 and name like 'p%'")
                                .map(Named::name)
                                .sort()
                                .collectList()))
                .isEqualTo(List.of("p1", "p2"));
        transaction(work -> work.put(ADD, "p3")).block();
        assertThat(names()).contains("p1", "p2", "p3");
    }

    /** The statements behind the failed one fail too, and theirs would say nothing of what was wrong. */
    @Test
    void whatWasPutInVainIsToldByWhatFollows() {
        String twice = "insert into bench (district_id, name, seats) values ($1, 'q1', 1), ($1, 'q1', 1)";
        for (Function<Transaction, Mono<?>> next : List.<Function<Transaction, Mono<?>>>of(
                work -> work.change(ADD, "q2"), work -> work.read(NAMES, List.of()), work -> Mono.empty()))
            assertThatThrownBy(() -> transaction(work -> work.put(twice).then(next.apply(work)))
                            .block())
                    .isInstanceOf(R2dbcDataIntegrityViolationException.class)
                    .hasMessageContaining("bench_pk");
        assertThat(names()).doesNotContain("q1", "q2");
    }

    @Test
    void twoRowsAreThereOrNone() {
        var named = "select name from bench where district_id = $1 and name = $2::text";
        Function<String, Mono<Boolean>> both = second ->
                transaction(work -> work.both(work.row(Named.class, named, "a"), work.row(Named.class, named, second))
                        .hasElement()
                        .delayUntil(found -> work.change(ADD, "after " + second)));
        assertThat(both.apply("b").block()).isTrue();
        assertThat(both.apply("nobody").block()).isFalse();
        assertThat(names()).contains("after b", "after nobody");
        assertThatThrownBy(() -> done(work -> work.both(
                        work.row(Named.class, "select 1 / 0 as name where $1::uuid is not null"),
                        work.row(Named.class, named, "a"))))
                .hasMessageContaining("division by zero");
    }

    @Test
    void aMissingValueLeavesTheTransactionUsable() {
        var missing = "select to_json(missing_value())";
        for (int round = 0; round < 2; round++) {
            String name = "c" + round;
            String within = done(work -> work.change(ADD, name)
                    .then(work.read(missing, List.of()))
                    .onErrorResume(MissingValue.class, told -> work.read(NAMES, List.of()))
                    .map(TransactionTest::text));
            assertThat(within).contains(name);
            assertThat(names()).contains(name);
        }
        assertThatThrownBy(() -> done(work -> work.change(ADD, "d").then(work.read(missing, List.of()))))
                .isInstanceOf(MissingValue.class);
        assertThat(names()).doesNotContain("\"d\"");
    }

    /** A read must not take it back to where an earlier read stood, and so make half of it succeed. */
    @Test
    void aFailedTransactionStaysFailedWhateverIsRead() {
        assertThatThrownBy(() -> done(work -> work.read(NAMES, List.of())
                        .then(work.change(ADD, "c"))
                        .then(work.change(ADD, "a").onErrorReturn(0L))
                        .then(work.read(NAMES, List.of()).onErrorReturn(new byte[0]))
                        .then(work.change(ADD, "d").onErrorReturn(0L))))
                .isInstanceOf(RuntimeException.class);
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
    }

    @Test
    void aReadTakesItsParameters() {
        var echo =
                "select json_build_array($3::text, $4::int, district_id) from bench where district_id = $1 and name = 'a'";
        assertAnswer(work -> work.read(echo, Arrays.asList("平城", null)).map(TransactionTest::text))
                .isEqualTo("[\"平城\", null, \"" + PINGCHENG + "\"]");
    }

    @Test
    void theDistrictStaysEnteredAfterAFailedRead() {
        assertAnswer(work -> work.read("select to_json(1 / 0)", List.of())
                        .onErrorResume(failure -> work.read("select to_json(count(*)) from bench", List.of()))
                        .map(TransactionTest::text))
                .isEqualTo("2");
    }

    /** Each locks what the other wants next; one gives in, is made anew and finds the other's work done. */
    @Test
    void whoeverGivesInToADeadlockIsMadeAnew() {
        var tries = new AtomicInteger();
        var bothHold = new CountDownLatch(2);
        var crossing = Flux.just("ab", "ba")
                .flatMap(order -> transaction(work -> {
                    tries.incrementAndGet();
                    return add(work, order.substring(0, 1))
                            .then(Mono.fromCallable(() -> {
                                        bothHold.countDown();
                                        return bothHold.await(5, TimeUnit.SECONDS);
                                    })
                                    .subscribeOn(Schedulers.boundedElastic()))
                            .then(add(work, order.substring(1)));
                }));
        assertThat(crossing.collectList().block()).hasSize(2);
        assertThat(tries).hasValue(3);
        assertThat(seats()).isEqualTo("[4, 4]");
    }

    private static Mono<Long> add(Transaction work, String name) {
        return work.change("update bench set seats = seats + 1 where district_id = $1 and name = $2::text", name);
    }

    /** Both look, find nothing and put it in; the second is made anew, looks again and finds it. */
    @Test
    void whoeverIsOvertakenLooksAgain() {
        var bothLooked = new CountDownLatch(2);
        var looking = Flux.range(0, 2)
                .flatMap(any -> transaction(work -> work.row(Named.class, ONE, "c")
                        .map(found -> "there")
                        .switchIfEmpty(Mono.fromCallable(() -> {
                                    bothLooked.countDown();
                                    return bothLooked.await(5, TimeUnit.SECONDS);
                                })
                                .subscribeOn(Schedulers.boundedElastic())
                                .then(work.change(ADD, "c"))
                                .thenReturn("put in"))));
        assertThat(looking.collectList().block()).containsExactlyInAnyOrder("put in", "there");
        assertThat(names()).isEqualTo("[\"a\", \"b\", \"c\"]");
    }

    @Test
    void whatAlwaysCollidesIsUnavailableAfterFiveTries() {
        var tries = new AtomicInteger();
        assertUnavailable(
                () -> done(work -> {
                    tries.incrementAndGet();
                    return work.change(ADD, "c").then(work.change("select collide() where $1::uuid is not null"));
                }),
                Duration.ofSeconds(3));
        assertThat(tries).hasValue(5);
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
    }

    @Test
    void whoIsLockedOutHearsThatItIsUnavailable() throws SQLException {
        assertAnswer(work -> work.row(Named.class, SETTING, "lock_timeout")).isEqualTo(new Named("5s"));
        try (var holder = place.connectAsMigrator();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table bench");
            var quickly = "select set_config('lock_timeout', '50ms', true) as name where $1::uuid is not null";
            assertUnavailable(
                    () -> done(work -> work.row(Named.class, quickly).then(add(work, "a"))), Duration.ofSeconds(3));
            holder.rollback();
        }
        assertThat(seats()).isEqualTo("[2, 2]");
    }

    /** Shown by what a second transaction meets: a lock that the first one's select holds to its end. */
    @Test
    void aSelectForUpdateLocks() throws SQLException {
        var second = "select name from bench where district_id = '%s' and name = '%s' for update nowait";
        try (var connection = place.connectAsApp();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var seen = done(work -> work.row(Bench.class, LOCK, "a").map(bench -> {
                try {
                    statement.execute("select set_config('linli.district', '%s', true)".formatted(PINGCHENG));
                    statement.execute(second.formatted(PINGCHENG, "b"));
                    statement.execute(second.formatted(PINGCHENG, "a"));
                    return "not locked";
                } catch (SQLException e) {
                    return e.getSQLState();
                }
            }));
            assertThat(seen).isEqualTo("55P03");
        }
    }

    @Test
    void workWhoseCallerLeavesIsCommittedAllTheSame() throws InterruptedException {
        var begun = new CountDownLatch(12);
        var leaving = Flux.range(0, 12)
                .map(i -> transaction(work -> work.change(ADD, "c" + i)
                                .doOnNext(added -> begun.countDown())
                                .then(work.change("select pg_sleep(0.1) where $1::uuid is not null"))
                                .then(add(work, "c" + i)))
                        .subscribe())
                .collectList()
                .blockOptional()
                .orElseThrow();
        begun.await(100, TimeUnit.MILLISECONDS);
        leaving.forEach(Disposable::dispose);
        // More than there are connections, so that every one of them is asked.
        assertThat(Flux.range(0, 40)
                        .flatMap(i -> transaction(work -> work.row(Bench.class, LOCK, "b")))
                        .collectList()
                        .block())
                .hasSize(40);
        String all = "[2, 2" + ", 3".repeat(12) + "]";
        for (int i = 0; i < 100 && !seats().equals(all); i++) Thread.sleep(50);
        assertThat(seats()).isEqualTo(all);
    }

    @Test
    void aLostConnectionLeavesNothingHalfDone() {
        assertUnavailable(
                () -> done(work -> work.change(ADD, "c")
                        .then(work.row(Backend.class, BACKEND))
                        .flatMap(backend -> terminated(backend.id()))
                        .then(work.change(ADD, "d"))),
                Duration.ofSeconds(3));
        assertUnavailable(
                () -> done(work -> work.change(ADD, "c")
                        .then(work.row(Backend.class, BACKEND))
                        .flatMap(backend -> Mono.when(
                                work.change("select pg_sleep(5) where $1::uuid is not null"), terminated(backend.id())))
                        .thenReturn(true)),
                Duration.ofSeconds(3));
        // Nothing follows but the commit.
        assertUnavailable(
                () -> done(work -> work.change(ADD, "c")
                        .then(work.row(Backend.class, BACKEND))
                        .flatMap(backend -> terminated(backend.id()))),
                Duration.ofSeconds(3));
        assertThat(names()).isEqualTo("[\"a\", \"b\"]");
        assertAnswer(work -> work.change(ADD, "c")).isEqualTo(1L);
    }

    private static Mono<Boolean> terminated(int backend) {
        return Mono.fromCallable(() -> {
                    try (var connection = place.connectAsApp();
                            var statement = connection.createStatement()) {
                        return statement.execute("select pg_terminate_backend(%d, 2000)".formatted(backend));
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Test
    void workThatNeverEndsIsGivenUp() {
        var one = new PooledConnections(
                "home",
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(place.host())
                        .port(place.port())
                        .database(place.name())
                        .username(place.app().user())
                        .password(place.app().password())
                        .build()),
                1,
                Duration.ofSeconds(2),
                new Signals((district, sql, parameters, expensive) -> Mono.empty()));
        var patience = Duration.ofMillis(300);
        assertThatThrownBy(() -> one.transaction(
                                PINGCHENG, work -> add(work, "a").then(Mono.never()), patience)
                        .block())
                .hasCauseInstanceOf(TimeoutException.class);
        // Neither its place in the pool nor its lock is lost.
        assertThat(one.transaction(PINGCHENG, work -> add(work, "a"), Duration.ofSeconds(5))
                        .block())
                .isEqualTo(1);
        assertThat(seats()).isEqualTo("[3, 2]");
        one.close().block();
    }

    @Test
    void workRunsInItsCallersContext() {
        var caller = transaction(work -> Mono.deferContextual(context -> Mono.just(context.get("caller"))));
        assertThat(caller.contextWrite(context -> context.put("caller", "a resident"))
                        .block())
                .isEqualTo("a resident");
    }

    private static <T> Mono<T> transaction(Function<Transaction, Mono<T>> work) {
        return database.transaction(PINGCHENG, work);
    }

    private static <T> ObjectAssert<T> assertAnswer(Function<Transaction, Mono<T>> work) {
        return assertThatObject(done(work));
    }

    private static <T> T done(Function<Transaction, Mono<T>> work) {
        return transaction(work).blockOptional().orElseThrow();
    }

    private static String names() {
        return names(PINGCHENG);
    }

    private static String names(UUID district) {
        return text(
                database.read(district, NAMES, List.of(), true).blockOptional().orElseThrow());
    }

    private static String seats() {
        var seats = "select json_agg(seats order by name) from bench where district_id = $1";
        return text(
                database.read(PINGCHENG, seats, List.of(), true).blockOptional().orElseThrow());
    }

    private static String text(byte[] answer) {
        return new String(answer, UTF_8);
    }

    /** Those of production, since what PostgreSQL does by itself, as about deadlocks, takes a second. */
    private static DatabaseSettings settings() {
        return DatabaseSettings.of(
                place.host(),
                place.port(),
                place.name(),
                place.app().user(),
                place.app().password());
    }
}
