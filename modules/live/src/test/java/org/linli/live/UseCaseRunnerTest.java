package org.linli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Role;
import org.linli.schema.UseCases.Call;
import org.linli.schema.contract.Contract;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.identity.Districts;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.Sealer;
import org.linli.tenancy.sealing.SealingKeys;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** What every use case can rely on, shown by one that pins notes to a board. */
class UseCaseRunnerTest {
    private static final String SDL = """
            directive @auth(any: [Role!]) on FIELD_DEFINITION
            directive @text(most: Int!) on ARGUMENT_DEFINITION
            enum Role { RESIDENT }
            extend type Mutation { "Pins a note." pin(text: String! @text(most: 20)): PinResult @auth(any: [RESIDENT]) }
            union PinResult = Pinned | VersionConflict
            type Pinned { id: String! }
            interface Refusal { code: String! message: String! }
            type VersionConflict implements Refusal { code: String! message: String! currentVersion: Int! }
            """;

    private static final Sealer SEALER = new Sealer(
            new AesGcm(),
            new SealingKeys(
                    "test",
                    Map.of("test", new SecretKeySpec(new byte[32], "AES")),
                    new SecretKeySpec(new byte[32], "HmacSHA256")));
    private static final UUID SUBJECT = new UUID(1, 1);
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Database place;
    private static LoopResources loops;
    private static DistrictDatabase database;

    @BeforeAll
    static void open() {
        place = TwoDistricts.on(Postgres.shared());
        loops = LoopResources.create("live", 1, 1, true, true);
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
        loops.disposeLater(Duration.ZERO, SOON).block(SOON);
    }

    @BeforeEach
    void clear() {
        TwoDistricts.execute(place, "delete from note; delete from event; delete from idempotency");
    }

    record Pinned(String id) {}

    record NotePinned(UUID id) implements Event {
        @Override
        public String type() {
            return "Note";
        }
    }

    /** What a board does with a note depends on what it says. */
    public static final class Board {
        @UseCase
        public Mono<Pinned> pin(Work work, String text) {
            if (text.equals("refused")) throw new Refused(new VersionConflict(7));
            if (text.equals("elsewhere")) return Mono.error(new Refused(new OwnWork()));
            UUID id = work.newId();
            Mono<Long> pinned =
                    work.change("insert into note (district_id, id, text) values ($1, $2::uuid, $3::text)", id, text);
            return switch (text) {
                case "unlogged" -> pinned.thenReturn(new Pinned(id.toString()));
                case "too late" -> pinned.then(Mono.error(new Refused(new VersionConflict(7))));
                case "nothing" -> Mono.empty();
                case "broken" ->
                    pinned.then(work.change("insert into note (district_id) values ($1)"))
                            .thenReturn(new Pinned(""));
                default -> pinned.then(work.append(new NotePinned(id))).thenReturn(new Pinned(id.toString()));
            };
        }
    }

    @Test
    void aSuccessLeavesItsRowAndALineInTheLog() throws SQLException {
        String outcome = pin("hello", null);
        assertThat(outcome).startsWith("{\"id\":\"0").endsWith("\"#type\":\"Pinned\"}");
        assertThat(rows("select text from note")).containsExactly("hello");
        assertThat(
                        rows(
                                "select name || ' ' || subject_type || ' ' || actor || ' ' || actor_roles::text || ' ' || client from event"))
                .containsExactly("NOTE_PINNED Note " + SUBJECT + " {RESIDENT} linli-web");
    }

    @Test
    void aRefusalTellsItsCodeInBothLanguagesAndLeavesNothing() throws SQLException {
        assertThat(pin("refused", null))
                .contains("\"code\":\"VERSION_CONFLICT\"", "it is now at version 7", "\"current_version\":7");
        assertThat(run(new Call(caller(), "pin", Map.of("text", "refused"), "pin", null, "zh-CN", null)))
                .contains("当前版本为 7");
        assertThat(rows("select text from note union all select name from event"))
                .isEmpty();
    }

    /** A bug in a use case must not become half of a deed. */
    @ParameterizedTest
    @ValueSource(strings = {"unlogged", "too late", "elsewhere", "nothing", "broken"})
    void whatIsNeitherWholeNorRefusedLeavesNothing(String text) throws SQLException {
        assertThatThrownBy(() -> pin(text, "key")).isNotInstanceOf(ClientFault.class);
        assertThat(rows("select text from note union all select name from event union all select key from idempotency"))
                .isEmpty();
    }

    @Test
    void theSameKeyGivesTheSameOutcome() throws SQLException {
        String first = pin("hello", "key");
        assertThat(pin("hello", "key")).isEqualTo(first);
        assertThat(pin("hello", "another")).isNotEqualTo(first);
        assertThat(rows("select text from note")).hasSize(2);
        String refused = pin("refused", "third");
        assertThat(pin("refused", "third")).isEqualTo(refused);
    }

    @Test
    void theSameKeyForSomethingElseIsAConflict() throws SQLException {
        pin("hello", "key");
        assertThatThrownBy(() -> pin("world", "key"))
                .isInstanceOfSatisfying(
                        ClientFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
        assertThat(rows("select text from note")).containsExactly("hello");
    }

    @Test
    void keysBelongToAnAccountItsClientAndThePlaceInTheDocument() throws SQLException {
        pin("hello", "key");
        run(new Call(
                caller(new UUID(1, 2), "linli-web"), "pin", Map.of("text", "world"), "pin", key("key"), "en", null));
        run(new Call(caller(SUBJECT, "another"), "pin", Map.of("text", "world"), "pin", key("key"), "en", null));
        run(new Call(caller(), "pin", Map.of("text", "world"), "second", key("key"), "en", null));
        assertThat(rows("select text from note order by text")).containsExactly("hello", "world", "world", "world");
    }

    @Test
    void whoLostTheRoleIsAnsweredAgainUnderTheKeyAndNothingElse() throws SQLException {
        String first = pin("hello", "key");
        ClientFault denied = ClientFault.of(ErrorCode.FORBIDDEN);
        assertThat(run(new Call(caller(), "pin", Map.of("text", "hello"), "pin", key("key"), "en", denied)))
                .isEqualTo(first);
        assertThatThrownBy(
                        () -> run(new Call(caller(), "pin", Map.of("text", "hello"), "pin", key("new"), "en", denied)))
                .isSameAs(denied);
        assertThat(rows("select text from note")).containsExactly("hello");
        assertThat(rows("select key from idempotency")).containsExactly("key");
    }

    @Test
    void aKeyIsForgottenAfterADay() throws SQLException {
        String first = pin("hello", "key");
        TwoDistricts.execute(place, "update idempotency set created_at = now() - interval '25 hours'");
        assertThat(pin("world", "key")).isNotEqualTo(first);
        assertThat(pin("world", "key")).isEqualTo(pin("world", "key"));
    }

    /** While the first one runs the second one waits, and finds what the first one did. */
    @Test
    void aRepetitionWaitsForTheFirst() throws Exception {
        try (var connection = place.connectAsMigrator();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table note in exclusive mode");
            CompletableFuture<@Nullable String> first = later("key");
            CompletableFuture<@Nullable String> second = later("key");
            while (rows("select distinct pid::text from pg_locks where not granted")
                            .size()
                    < 2) {
                assertThat(second).isNotDone();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            connection.rollback();
            assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(first.get(20, TimeUnit.SECONDS));
        }
        assertThat(rows("select text from note")).containsExactly("hello");
    }

    @Test
    void whatHappenedBeforeIsPlayedWithItsTimesAndIds() throws SQLException {
        var then = OffsetDateTime.parse("2024-01-08T09:00:00+08:00");
        UUID id = new UUID(1, 3);
        play(new Played(caller(), "pin", Map.of("text", "hello"), then, List.of(id), List.of()));
        assertThat(
                        rows(
                                "select n.id || ' ' || extract(epoch from e.at) from note n join event e on e.subject_id = n.id"))
                .containsExactly(id + " " + then.toEpochSecond() + ".000000");
    }

    @Test
    void whatIsPlayedIsDoneAltogetherOrNotAtAll() throws SQLException {
        var then = OffsetDateTime.parse("2024-01-08T09:00:00+08:00");
        for (String last : List.of("refused", "unlogged"))
            assertThatThrownBy(() -> play(
                            new Played(caller(), "pin", Map.of("text", "hello"), then, List.of(), List.of()),
                            new Played(caller(), "pin", Map.of("text", last), then, List.of(), List.of())))
                    .isInstanceOf(IllegalStateException.class);
        assertThat(rows("select text from note union all select name from event"))
                .isEmpty();
    }

    @Test
    void whatTheContractRefusesIsNotPlayedEither() throws SQLException {
        Caller stranger =
                new Caller(SUBJECT, district(), "linli-web", EnumSet.of(Role.GUEST, Role.ACCOUNT), Map.of(), Map.of());
        assertThatThrownBy(() -> play(played(stranger, "text", "hello"))).hasMessageContaining("FORBIDDEN [pin, ");
        assertThatThrownBy(() -> play(played(caller(), "text", "x".repeat(21)))).hasMessage("INVALID_TEXT [text, 20]");
        assertThatThrownBy(() -> play(played(caller(), "words", "hello"))).hasMessage("[words] given, [text] there");
        assertThat(rows("select text from note union all select name from event"))
                .isEmpty();
    }

    private static Played played(Caller caller, String argument, String text) {
        return new Played(
                caller,
                "pin",
                Map.of(argument, text),
                OffsetDateTime.parse("2024-01-08T09:00:00+08:00"),
                List.of(),
                List.of());
    }

    private static void play(Played... all) {
        runner(SDL, new Board()).play(district(), List.of(all)).block(SOON);
    }

    @Test
    void aFrontClassThatDoesNotFitStopsTheStart() {
        assertThatThrownBy(() -> runner(SDL, new Object())).hasMessageContaining("No front class does [pin]");
        assertThatThrownBy(() -> runner(SDL, new Board(), new Board()))
                .hasMessageContaining("Two front classes do pin");
        assertThatThrownBy(() -> runner(SDL.replace("text: String!", "words: String!"), new Board()))
                .hasMessageContaining("takes [text], the field [words]");
        assertThatThrownBy(() -> runner(SDL.replace("Pinned", "Stuck"), new Board()))
                .hasMessageContaining("may end as Pinned, the field may not");
        assertThatThrownBy(() -> runner(SDL.replace("{ id: String!", "{ at: DateTime! id: String!"), new Board()))
                .hasMessageContaining("ends as Pinned, which lacks at");
        assertThatThrownBy(() -> runner(SDL.replace("VersionConflict", "Unheard"), new Board()))
                .hasMessageContaining("No text in zh-CN for UNHEARD");
    }

    private static CompletableFuture<@Nullable String> later(String key) {
        return runner(SDL, new Board())
                .run(
                        new Call(caller(), "pin", Map.of("text", "hello"), "pin", key(key), "en", null),
                        (caller, outcome, reading) -> Mono.just(outcome))
                .toFuture();
    }

    private static String pin(String text, @Nullable String key) {
        return run(new Call(caller(), "pin", Map.of("text", text), "pin", key == null ? null : key(key), "en", null));
    }

    private static String run(Call call) {
        String outcome = runner(SDL, new Board())
                .run(call, (caller, ended, reading) -> Mono.just(ended))
                .block(SOON);
        assertThat(outcome).isNotNull();
        return String.valueOf(outcome);
    }

    private static UseCaseRunner runner(String sdl, Object... fronts) {
        return new UseCaseRunner(
                database,
                new Applicants(new Districts(database), Standings.onClassPath(database), Clock.systemUTC()),
                Contract.of(sdl).declarations(),
                secret -> secret.getBytes(UTF_8),
                SEALER,
                List.of(fronts));
    }

    private static IdempotencyKey key(String key) {
        return new IdempotencyKey(key);
    }

    private static Caller caller() {
        return caller(SUBJECT, "linli-web");
    }

    private static Caller caller(UUID subject, String client) {
        return new Caller(
                subject, district(), client, EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.RESIDENT), Map.of(), Map.of());
    }

    private static District district() {
        return new District(TwoDistricts.PINGCHENG, "140213", "平城区", ZoneId.of("Asia/Shanghai"), Set.of());
    }

    private static List<String> rows(String sql) throws SQLException {
        try (var connection = place.connectAsMigrator();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }
}
