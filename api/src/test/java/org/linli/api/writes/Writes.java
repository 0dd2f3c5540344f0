package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Quota;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.EventType;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.tenancy.identity.Standings;
import tools.jackson.databind.JsonNode;

/**
 * Mutations on a database of their own, filled with the rows of {@link Fixture}. After every refusal and every error all tables are
 * what they were before. Which outcomes were seen is noted, a refusal only where the tables were compared, so that the build can tell
 * those that no test has seen.
 */
final class Writes implements AutoCloseable {
    /** A file for each outcome that was seen, named {@code <mutation>.<type>}. */
    static final Path SEEN = Path.of("target", "outcomes");

    private static final Contract CONTRACT = Contract.load();
    private static final List<String> RIGHTS = CONTRACT.declarations().events().values().stream()
            .filter(EventType::rights)
            .map(EventType::constant)
            .toList();

    private final Database database = Fixture.fill();
    private final Connection migrator = connect(database);
    private final Served served;
    private final Map<String, Caller> callers = Fixture.callers();

    Writes() {
        served = new Served(CONTRACT, database, Limits.USUAL);
    }

    private Writes(Function<Database, Served> serving) {
        served = serving.apply(database);
    }

    /** Mutations of operators. */
    static Writes ofPlatform() {
        return new Writes(Served::ofPlatform);
    }

    /** A caller of the fixture, by name. */
    Caller caller(String name) {
        return Objects.requireNonNull(callers.get(name), name);
    }

    /** The same caller in a district that may keep so many bytes. */
    Caller within(String name, long bytes) {
        Caller caller = caller(name);
        District here = Objects.requireNonNull(caller.district());
        Quota little = new Quota(1, 1, 1, bytes);
        return new Caller(
                caller.subject(),
                new District(
                        here.id(), here.code(), here.name(), here.zone(), here.packages(), here.language(), little),
                caller.client(),
                caller.roles(),
                caller.grids(),
                caller.own());
    }

    Served served() {
        return served;
    }

    /** Where all of it is written. */
    Database database() {
        return database;
    }

    /**
     * Runs one mutation that is not refused.
     *
     * @param caller a caller of the fixture
     * @param mutation the field with its arguments, as {@code enrol(activity: "activity_..")}
     * @param selection what is selected of its answer, beside the type
     * @return the answer
     */
    JsonNode done(String caller, String mutation, String selection) {
        return done(caller(caller), mutation, selection, null);
    }

    JsonNode done(Caller caller, String mutation, String selection, @Nullable String key) {
        JsonNode answer = run(caller, mutation, selection, key);
        assertThat(isRefusal(answer)).as(answer.toString()).isFalse();
        return answer;
    }

    /** Runs one mutation that is refused with this code, and compares all tables before and after. */
    JsonNode refused(String caller, String code, String mutation) {
        return refused(caller(caller), code, mutation);
    }

    JsonNode refused(Caller caller, String code, String mutation) {
        return refused(code, mutation, () -> run(caller, mutation, "", null));
    }

    /** The same under a key. */
    JsonNode refused(Caller caller, String code, String mutation, String key) {
        return refused(code, mutation, () -> run(caller, mutation, "", key));
    }

    /** What is kept of a mutation's outcome under a key, opened. */
    String kept(Caller caller, String mutation, String key) {
        byte[] row = String.join(
                        "\0",
                        Fixture.HERE.id().toString(),
                        String.valueOf(caller.subject()),
                        String.valueOf(caller.client()),
                        key,
                        mutation)
                .getBytes(StandardCharsets.UTF_8);
        String sealed = rows("select encode(outcome, 'hex') from idempotency where key = '" + key + "'")
                .getFirst();
        return Served.SEALER.open(HexFormat.of().parseHex(sealed), row);
    }

    /** Runs one mutation with more rows than a document can hold, and compares all tables before and after: see {@link #ran}. */
    JsonNode refused(String caller, String code, String mutation, String type, List<?> rows) {
        return refused(caller(caller), code, mutation, type, rows);
    }

    JsonNode refused(Caller caller, String code, String mutation, String type, List<?> rows) {
        return refused(code, mutation, () -> ran(caller, mutation, type, rows));
    }

    private JsonNode refused(String code, String mutation, Supplier<JsonNode> run) {
        Map<String, String> before = tables();
        JsonNode answer = run.get();
        assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo(code);
        assertThat(answer.path("message").asString()).isNotBlank().doesNotContain("{", "}");
        assertThat(tables()).isEqualTo(before);
        note(mutation, answer);
        return answer;
    }

    /** Runs one mutation that ends in this error, and compares all tables before and after. */
    void fails(String caller, String error, String mutation) {
        fails(caller(caller), error, mutation, null);
    }

    void fails(Caller caller, String error, String mutation, @Nullable String key) {
        Map<String, String> before = tables();
        Answer answer =
                served.ask(caller, document(mutation, ""), Map.of(), key == null ? null : new IdempotencyKey(key));
        assertThat(answer.problems().stream().map(Answer.Problem::code)).containsExactly(error);
        assertThat(tables()).isEqualTo(before);
    }

    /** Asks a query that has no error. */
    JsonNode asked(String caller, String document) {
        Answer answer = served.ask(caller(caller), document, Map.of());
        assertThat(answer.problems()).isEmpty();
        return Objects.requireNonNull(answer.data());
    }

    /** What a mutation answers, refused or not. */
    JsonNode run(Caller caller, String mutation, String selection, @Nullable String key) {
        // First the log: what others do meanwhile has its line in what comes after.
        List<String> logged = rows("select id from event");
        List<String> held = held();
        Answer answer = served.ask(
                caller, document(mutation, selection), Map.of(), key == null ? null : new IdempotencyKey(key));
        assertThat(answer.problems()).isEmpty();
        JsonNode field =
                Objects.requireNonNull(answer.data()).values().iterator().next();
        if (isRefusal(field)) return field;
        note(mutation, field);
        held().forEach(held::remove);
        if (!held.isEmpty()) assertToldOfRights(mutation, held, logged);
        return field;
    }

    /** What accounts are in the district by its rows: roles, and of which records and grids. */
    private List<String> held() {
        return new ArrayList<>(Standings.onClassPath().stream()
                .flatMap(select -> rows("""
                        select row(role, entity, array(select g from unnest(grids) g order by g), valid_from, valid_to)::text
                          from (%s
                          ) held(role, entity, grids, valid_from, valid_to)
                        """.formatted(select.replace("= :subject", "is not null"))).stream())
                .toList());
    }

    /** Who loses something by a mutation is told nothing after it, so its line has those who follow looked at. */
    private void assertToldOfRights(String mutation, List<String> taken, List<String> before) {
        assertThat(rows("select distinct name from event where id <> all('{" + String.join(",", before) + "}')"))
                .as("%s takes %s, so the event it logs is declared with rights: true", mutation, taken)
                .containsAnyElementsOf(RIGHTS);
    }

    /**
     * What a mutation answers to more rows than a document can hold.
     *
     * @param mutation with the rows as {@code $rows}
     * @param type of the rows in the contract
     */
    JsonNode ran(String caller, String mutation, String type, List<?> rows) {
        return ran(caller(caller), mutation, type, rows);
    }

    private JsonNode ran(Caller caller, String mutation, String type, List<?> rows) {
        Answer answer = served.ask(
                caller,
                document(mutation, "").replaceFirst("mutation", "mutation(\\$rows: [" + type + "!]!)"),
                Map.of("rows", rows));
        assertThat(answer.problems()).isEmpty();
        JsonNode field =
                Objects.requireNonNull(answer.data()).values().iterator().next();
        if (!isRefusal(field)) note(mutation, field);
        return field;
    }

    private static String document(String mutation, String selection) {
        return "mutation { " + mutation + " { __typename ... on Refusal { code message } " + selection + " } }";
    }

    private static boolean isRefusal(JsonNode answer) {
        return answer.has("code") && answer.has("message");
    }

    private static void note(String mutation, JsonNode answer) {
        try {
            Files.createDirectories(SEEN);
            Path seen = SEEN.resolve(mutation.replaceAll("\\W.*", "") + "."
                    + answer.path("__typename").asString());
            if (!Files.exists(seen)) Files.writeString(seen, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes rows of {@link Fixture#HERE} past all rules; {@code :district} is its id. */
    void sql(String sql) {
        try (Statement statement = migrator.createStatement()) {
            statement.execute(sql.replace(":district", "'" + Fixture.HERE.id() + "'"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows of one column, as texts; {@code :district} is the id of {@link Fixture#HERE}. */
    List<String> rows(String sql) {
        try (Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace(":district", "'" + Fixture.HERE.id() + "'"))) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A digest of every table of districts. What was answered to which key is no state of a district, and what is numbered goes on by itself where a server
     * runs.
     */
    Map<String, String> tables() {
        Map<String, String> digests = new TreeMap<>();
        for (String table : rows("""
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                 where c.relkind = 'r' and c.relname not in ('idempotency', 'arrival', 'feed_head') union all select 'district'
                """))
            digests.put(
                    table,
                    rows("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from " + table + " t")
                            .getFirst());
        return digests;
    }

    private static Connection connect(Database database) {
        try {
            return database.connectAsMigrator();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        served.close();
        migrator.close();
    }
}
