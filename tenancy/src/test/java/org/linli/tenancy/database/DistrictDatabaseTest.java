package org.linli.tenancy.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.SAMPLE;

import io.netty.channel.EventLoopGroup;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements.MissingValue;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

class DistrictDatabaseTest {
    private static final String NOTES = "select json_agg(text) from note where district_id = $1";

    private static LoopResources loops;
    private static EventLoopGroup group;
    private static Database place;
    private static DistrictDatabase database;

    @BeforeAll
    static void open() {
        loops = LoopResources.create("test", 1, 2, true, true);
        group = loops.onServer(LoopResources.DEFAULT_NATIVE);
        place = TwoDistricts.on(Postgres.shared());
        database = new DistrictDatabase(settings(place), loops);
    }

    @AfterAll
    static void close() {
        database.close();
        loops.disposeLater().block();
    }

    @Test
    void aReadSeesTheRowsOfItsDistrict() {
        assertThat(onLoop(PINGCHENG, NOTES)).isEqualTo("[\"of 140213\"]");
        assertThat(onLoop(SAMPLE, NOTES)).isEqualTo("[\"of 990101\"]");
        assertThat(onPool(PINGCHENG, NOTES)).isEqualTo("[\"of 140213\"]");
    }

    @Test
    void rowLevelSecurityHoldsWithoutThePredicateToo() {
        assertThat(onLoop(PINGCHENG, "select json_agg(text) from note")).isEqualTo("[\"of 140213\"]");
    }

    @Test
    void nothingIsReadOutsideEveryDistrict() {
        assertThat(onLoop(DistrictDatabase.NO_DISTRICT, "select to_json(count(*)) from note"))
                .isEqualTo("0");
    }

    @Test
    void noRowIsNull() {
        assertThat(onLoop(PINGCHENG, "select to_json(text) from note where text = $3", "nowhere"))
                .isEqualTo("null");
    }

    @Test
    void theDistrictIsGoneAfterTheStatement() {
        var one = new DistrictDatabase(oneConnection(place), loops);
        assertThat(onLoop(one, PINGCHENG, NOTES)).isEqualTo("[\"of 140213\"]");
        assertThat(onLoop(one, PINGCHENG, "select to_json(current_setting('linli.district'))"))
                .contains("140213");
        // The guard around the next statement sees what the one before left behind, on the same connection.
        assertThat(onLoop(one, SAMPLE, NOTES)).isEqualTo("[\"of 990101\"]");
        one.close();
    }

    @Test
    void manyRequestsOfBothDistrictsAtOnceNeverMix() {
        var wrong = Flux.range(0, 4_000)
                .flatMap(
                        i -> {
                            UUID district = i % 2 == 0 ? PINGCHENG : SAMPLE;
                            String expected = i % 2 == 0 ? "140213" : "990101";
                            return loop(database.read(district, NOTES + " and $3::int is not null", list(i), false))
                                    .filter(answer -> !new String(answer, UTF_8).contains(expected));
                        },
                        64)
                .count()
                .block();
        assertThat(wrong).isZero();
    }

    /** The pool has four connections, of which one district has two at a time. */
    @Test
    void slowReportsOfOneDistrictLeaveConnectionsToTheOthers() {
        String slow = "select to_json(count(*)) from pg_sleep(0.4)";
        String running =
                "select to_json(count(*)) from pg_stat_activity where state = 'active' and query like '%pg_sleep(0.4)%' and pid <> pg_backend_pid()";
        var reports = Flux.range(0, 8)
                .flatMap(i -> database.read(PINGCHENG, slow, List.of(), true), 8)
                .count()
                .toFuture();
        int most = 0;
        while (!reports.isDone()) {
            long before = System.nanoTime();
            most = Math.max(most, Integer.parseInt(onPool(SAMPLE, running)));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
        }
        assertThat(most).isBetween(1, 2);
        assertThat(reports.join()).isEqualTo(8);
    }

    @Test
    void everyTypeOfParameterArrives() {
        var at = OffsetDateTime.parse("2024-11-01T10:00:00Z");
        assertThat(echo("uuid", PINGCHENG)).contains("140213");
        assertThat(echo("timestamptz", at)).isEqualTo("\"2024-11-01T10:00:00+00:00\"");
        assertThat(echo("date", LocalDate.parse("2024-11-01"))).isEqualTo("\"2024-11-01\"");
        assertThat(echo("time", LocalTime.parse("10:30"))).isEqualTo("\"10:30:00\"");
        assertThat(echo("int", 7)).isEqualTo("7");
        assertThat(echo("float8", 7.5)).isEqualTo("7.5");
        assertThat(echo("numeric", new BigDecimal("7.50"))).isEqualTo("7.50");
        assertThat(echo("boolean", true)).isEqualTo("true");
        assertThat(echo("text", "平城")).isEqualTo("\"平城\"");
        assertThat(echo("uuid", PINGCHENG.toString())).contains("140213");
        assertThat(echo("uuid[]", new UUID[] {PINGCHENG})).contains("140213");
        assertThat(echo("text[]", new String[] {"a", "b"})).isEqualTo("[\"a\",\"b\"]");
        assertThat(echo("int[]", new Integer[] {1, 2})).isEqualTo("[1,2]");
        assertThat(echo("float8[]", new Double[] {1.5})).isEqualTo("[1.5]");
        assertThat(echo("numeric[]", new BigDecimal[] {new BigDecimal("1.5")})).isEqualTo("[1.5]");
        assertThat(echo("boolean[]", new Boolean[] {true})).isEqualTo("[true]");
        assertThat(echo("timestamptz[]", new OffsetDateTime[] {at})).isEqualTo("[\"2024-11-01T10:00:00+00:00\"]");
        assertThat(echo("date[]", new LocalDate[] {LocalDate.parse("2024-11-01")}))
                .isEqualTo("[\"2024-11-01\"]");
        assertThat(echo("time[]", new LocalTime[] {LocalTime.parse("10:30")})).isEqualTo("[\"10:30:00\"]");
    }

    @Test
    void aNullTakesTheTypeItIsCastTo() {
        for (String type : List.of("uuid", "timestamptz", "date", "int", "boolean", "text", "uuid[]"))
            assertThat(onLoop(PINGCHENG, "select to_json($3::" + type + " is null)", (Object) null))
                    .as(type)
                    .isEqualTo("true");
    }

    @Test
    void aMissingValueIsToldApart() {
        assertThatThrownBy(() -> onLoop(PINGCHENG, "select to_json(missing_value())"))
                .isInstanceOf(MissingValue.class);
        assertThatThrownBy(() -> onPool(PINGCHENG, "select to_json(missing_value())"))
                .isInstanceOf(MissingValue.class);
    }

    @Test
    void aBrokenStatementHarmsNoOther() {
        assertThatThrownBy(() -> onLoop(PINGCHENG, "select to_json(1 / 0)"))
                .isNotInstanceOf(ClientFault.class)
                .hasMessageContaining("division by zero");
        assertThat(onLoop(PINGCHENG, NOTES)).isEqualTo("[\"of 140213\"]");
    }

    @Test
    void anAnswerToAnotherRequestIsFatalForItsConnection() {
        var one = new DistrictDatabase(oneConnection(place), loops);
        var process = "select to_json(pg_backend_pid())";
        var before = onLoop(one, PINGCHENG, process);
        assertThat(onLoop(one, PINGCHENG, process)).isEqualTo(before);
        // Closes the guard's bracket early, so that another nonce than the one that was sent comes back.
        var misleading = "select to_json(1)) end, $2::int8 + 1 --";
        assertThatThrownBy(() -> onLoop(one, PINGCHENG, misleading)).isInstanceOf(IllegalStateException.class);
        assertThat(onLoop(one, PINGCHENG, process)).isNotEqualTo(before);
        assertThatThrownBy(() -> text(one.read(PINGCHENG, misleading, List.of(), true)))
                .isInstanceOf(IllegalStateException.class);
        one.close();
    }

    @Test
    void aParameterThatCannotBeBoundHarmsNoOther() {
        var one = new DistrictDatabase(oneConnection(place), loops);
        for (int i = 0; i < 70; i++)
            assertThatThrownBy(() -> onLoop(one, PINGCHENG, "select to_json($3::text)", new Object()))
                    .isNotInstanceOf(ClientFault.class);
        assertThat(onLoop(one, PINGCHENG, "select to_json($3::text)", "x")).isEqualTo("\"x\"");
        one.close();
    }

    @Test
    void whatIsTooSlowForTheLoopIsMadeAgainOnThePool() {
        var timeout = "select to_json(current_setting('statement_timeout')) from pg_sleep(%s)";
        assertThat(onLoop(PINGCHENG, timeout.formatted(0))).isEqualTo("\"300ms\"");
        assertThat(onLoop(PINGCHENG, timeout.formatted(0.5))).isEqualTo("\"1s\"");
    }

    @Test
    void whatIsTooSlowForThePoolIsUnavailable() {
        assertUnavailable(() -> onPool(PINGCHENG, "select to_json(true) from pg_sleep(5)"), Duration.ofSeconds(3));
    }

    @Test
    void aReaderWhoLeavesDisturbsNobody() {
        var one = new DistrictDatabase(oneConnection(place), loops);
        var sleepy = "select to_json(true) from pg_sleep(0.1)";
        assertThatThrownBy(() -> loop(one.read(PINGCHENG, sleepy, List.of(), false))
                        .timeout(Duration.ofMillis(20))
                        .block())
                .hasMessageContaining("20ms");
        assertThat(onLoop(one, SAMPLE, NOTES)).isEqualTo("[\"of 990101\"]");
        one.close();
    }

    @Test
    void aStatementThatFellOutOfTheCachesIsPreparedAgain() {
        var one = new DistrictDatabase(oneConnection(place), loops);
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < 10; i++)
                assertThat(onLoop(one, PINGCHENG, "select to_json(" + i + ")")).isEqualTo("" + i);
        one.close();
    }

    /** The plan's shape is what makes one statement safe: the read is a sub-plan that runs only after the district is set. */
    @Test
    void theReadIsASubPlanBehindTheGuard() throws SQLException {
        var plan = explain(NOTES.replace("$1", "'%s'".formatted(PINGCHENG)));
        assertThat(plan)
                .containsPattern(
                        "Output: CASE WHEN .*set_config\\('linli.district'.*\\) THEN \\(InitPlan \\d+\\)\\.col1 ELSE NULL::json END");
        assertThat(plan)
                .containsPattern("One-Time Filter: \\(\\(InitPlan \\d+\\)\\.col1 = '%s'::uuid\\)".formatted(PINGCHENG));
        assertThat(plan).containsOnlyOnce("current_setting('linli.district'");
    }

    private static String explain(String sql) throws SQLException {
        try (var connection = place.connectAsApp();
                var statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            var guarded = GuardedRead.guarded(sql)
                    .replace("$1", "'%s'".formatted(PINGCHENG))
                    .replace("$2", "7");
            var rows = statement.executeQuery("explain (verbose, costs off) " + guarded);
            var plan = new StringBuilder();
            while (rows.next()) plan.append(rows.getString(1)).append('\n');
            return plan.toString();
        }
    }

    private static String echo(String type, Object value) {
        return onLoop(PINGCHENG, "select to_json($3::" + type + ")", value);
    }

    private static String onLoop(UUID district, String sql, @Nullable Object... parameters) {
        return onLoop(database, district, sql, parameters);
    }

    private static String onLoop(DistrictDatabase database, UUID district, String sql, @Nullable Object... parameters) {
        return text(loop(database.read(district, sql, list(parameters), false)));
    }

    private static String onPool(UUID district, String sql, @Nullable Object... parameters) {
        return text(database.read(district, sql, list(parameters), true));
    }

    private static List<@Nullable Object> list(@Nullable Object... parameters) {
        return Arrays.asList(parameters);
    }

    private static String text(Mono<byte[]> answer) {
        return new String(answer.blockOptional().orElseThrow(), UTF_8);
    }

    private static <T> Mono<T> loop(Mono<T> read) {
        return read.subscribeOn(Schedulers.fromExecutor(group.next()));
    }

    static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable read, Duration within) {
        long start = System.nanoTime();
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        ClientFault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(within);
    }

    static DatabaseSettings settings(Database place) {
        return with(place, 4, 50);
    }

    private static DatabaseSettings oneConnection(Database place) {
        return with(place, 1, 4);
    }

    private static DatabaseSettings with(Database place, int connectionsPerLoop, int statements) {
        return new DatabaseSettings(
                place.host(),
                place.port(),
                place.name(),
                place.app().user(),
                place.app().password(),
                connectionsPerLoop,
                statements,
                Duration.ofMillis(300),
                4,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }
}
