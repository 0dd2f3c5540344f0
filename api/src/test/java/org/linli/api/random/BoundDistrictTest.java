package org.linli.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.RowType;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;
import org.linli.tenancy.identity.Standings;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every reference to a table binds the district, on every level of every statement: row-level security would find the same
 * rows without, but a distributed PostgreSQL could not tell where they are. Seen in plans made by a role that no policy binds.
 */
class BoundDistrictTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);
    private static final int DOCUMENTS = 60;
    /** Tables that belong to no district. */
    private static final Set<String> REFERENCE =
            Set.of("district", "client_registration", "statutory_day", "usual_working_time", "usual_deadline");

    private static final String DISTRICT = "'" + Fixture.HERE.id() + "'::uuid";

    private static Served served;
    private static Connection migrator;
    private static Connection app;

    @BeforeAll
    static void open() throws SQLException {
        Database database = Fixture.fill();
        served = new Served(Contract.load(), database, WIDE);
        // The driver sends the text as it is, without a plan's open parameters for its own.
        migrator = DriverManager.getConnection(
                database.jdbcUrl() + "?preferQueryMode=simple",
                database.migrator().user(),
                database.migrator().password());
        app = database.connectAsApp();
    }

    @AfterAll
    static void close() throws SQLException {
        app.close();
        migrator.close();
        served.close();
    }

    /** Each read model whole, for callers of every kind: what roles decide is there for one of them and folded away for another. */
    @Test
    void everyReadModelBindsItsTables() throws SQLException {
        Set<String> unbound = new TreeSet<>();
        for (Map.Entry<String, Caller> caller : Fixture.callers().entrySet())
            if (Fixture.HERE.equals(caller.getValue().district()))
                for (RowType type : served.contract().declarations().types().values())
                    for (String scan :
                            unbound("select * from (" + Rows.model(type, caller.getValue()) + ") m", DISTRICT))
                        unbound.add(type.readModel() + " as " + caller.getKey() + ": " + scan);
        assertThat(unbound).isEmpty();
    }

    @Test
    void everyStandingBindsItsTables() throws SQLException {
        List<String> standings = new ArrayList<>(Standings.onClassPath());
        standings.addAll(Standings.withheldOnClassPath());
        for (String standing : standings) {
            String sql = standing.replaceAll("(?<!:):(district|subject)\\b", DISTRICT);
            assertThat(unbound(sql, DISTRICT)).as(standing).isEmpty();
        }
    }

    @Test
    void everyPlaceBindsItsTables() throws IOException, SQLException {
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:place/*.sql")) {
            String place =
                    file.getContentAsString(StandardCharsets.UTF_8).replaceAll("(?<!:):(district|id)\\b", DISTRICT);
            assertThat(unbound(place, DISTRICT)).as(place).isEmpty();
        }
    }

    /** What the compiler makes of them, with the parameters left open. */
    @Test
    void everyCompiledStatementBindsItsTables() throws SQLException {
        Random random = new Random(20241101);
        Cursors cursors = new Cursors();
        View all = new Interpreter(served.contract(), app, cursors)
                .view(Objects.requireNonNull(Fixture.callers().get("district officer")));
        Samples samples = new Samples(List.of(all), served.contract().declarations(), random);
        List<Caller> callers = Fixture.callers().values().stream()
                .filter(caller -> caller.district() != null)
                .toList();
        int statements = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            Caller caller = callers.get(i % callers.size());
            Question question = new Composer(
                            served.schema(), served.contract().declarations(), samples, cursors, caller, random)
                    .compose();
            for (String sql : served.ask(caller, question.document(), question.operation(), question.draw(() -> false))
                    .sql()) {
                statements++;
                assertThat(unbound("select case when enter_district($1) then (" + sql + ") end, $2::int8", "$1"))
                        .as(question.document() + "\n" + sql)
                        .isEmpty();
            }
        }
        assertThat(statements).isGreaterThan(DOCUMENTS / 2);
    }

    @Test
    void aTableThatIsNotBoundIsSeen() throws SQLException {
        String bound = "select s.id from street s where s.district_id = $1";
        assertThat(unbound(bound, "$1")).isEmpty();
        assertThat(unbound("select s.id from street s where s.code = $1::text", "$1"))
                .containsExactly("street s");
        assertThat(unbound(bound + " or s.code = 'x'", "$1")).containsExactly("street s");
        assertThat(unbound(bound + " and exists (select from community c where c.street_id = s.id)", "$1"))
                .containsExactly("community c");
        assertThat(unbound(bound + " and s.district_id in (select c.district_id from community c)", "$1"))
                .isEmpty();
    }

    /** The scans of a district's tables in the statement's plan that do not look for this district. */
    private static List<String> unbound(String sql, String district) throws SQLException {
        String generic = district.startsWith("$") ? "generic_plan, " : "";
        try (Statement statement = migrator.createStatement();
                ResultSet plan = statement.executeQuery("explain (" + generic + "verbose, format json) " + sql)) {
            plan.next();
            List<String> unbound = new ArrayList<>();
            walk(JSON.readTree(plan.getString(1)).path(0).path("Plan"), "district_id = " + district, unbound);
            return unbound;
        }
    }

    private static void walk(JsonNode node, String condition, List<String> unbound) {
        String table = node.path("Relation Name").asString("");
        if (!table.isEmpty()
                && !REFERENCE.contains(table)
                && !binds(node.path("Index Cond").asString(""), condition)
                && !binds(node.path("Recheck Cond").asString(""), condition)
                && !binds(node.path("Filter").asString(""), condition))
            unbound.add(table + " " + node.path("Alias").asString(""));
        for (JsonNode child : node.path("Plans")) walk(child, condition, unbound);
    }

    /** Whether the condition is all of the text, one of several that must all hold, or so in each of several of which one must. */
    private static boolean binds(String text, String condition) {
        List<String> alternatives = alternatives(text);
        return alternatives.size() == 1
                ? text.contains(condition)
                : alternatives.stream().allMatch(alternative -> binds(alternative, condition));
    }

    private static List<String> alternatives(String text) {
        List<String> cut = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '(') depth++;
            if (text.charAt(i) == ')') depth--;
            if (depth <= 1 && text.startsWith(" OR ", i)) {
                cut.add(text.substring(from, i));
                from = i + " OR ".length();
            }
        }
        cut.add(text.substring(from));
        return cut;
    }
}
