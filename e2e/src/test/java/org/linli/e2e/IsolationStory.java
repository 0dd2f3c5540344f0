package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.linli.e2e.Corners.IdQuestion;

/** What is in one district does not exist in another: not by id, not by cursor, not by header, not by SQL. */
class IsolationStory {
    private static final String HERE = "01900000-0000-7000-8000-000000140213";
    private static final String THERE = "01900000-0000-7000-8000-000000990101";

    /** The same for everybody, so without a policy. */
    private static final List<String> REFERENCE = List.of("district", "revocation", "flyway_schema_history");

    private final RunningDemo demo = RunningDemo.shared();
    private final Rows rows = demo.rows();
    private final Visitor officerThere = demo.user("990101-officer");
    private final Contract contract = Contract.of(demo.guest("140213"));

    @TestFactory
    Stream<DynamicTest> aForeignIdIsAMissingId() {
        Ids foreign = Ids.of(contract, officerThere);
        Ids missing = foreign.missing();
        return Stream.of(
                        demo.guest("140213"),
                        demo.user("140213-grid"),
                        demo.user("140213-officer"),
                        demo.integrator("140213"))
                .map(visitor -> DynamicTest.dynamicTest(visitor.toString(), () -> {
                    for (IdQuestion question : Corners.of(contract, visitor).idQuestions()) {
                        String real = foreign.ask(visitor, question);
                        assertThat(real).as(question.document()).startsWith("200 ");
                        assertThat(real).as(question.document()).isEqualTo(missing.ask(visitor, question));
                    }
                }));
    }

    /** The questions above do find what is there, asked by somebody of that district. */
    @Test
    void theSameIdsAreFoundWhereTheyBelong() {
        Ids own = Ids.of(contract, officerThere);
        Ids missing = own.missing();
        List<String> unmoved = Corners.of(contract, officerThere).idQuestions().stream()
                .filter(question -> question.name().startsWith("Query."))
                .filter(question -> own.ask(officerThere, question).equals(missing.ask(officerThere, question)))
                .map(IdQuestion::name)
                .toList();
        // A compound has no figures so far.
        assertThat(unmoved).containsExactly("Query.figures(scope of Compound)");
    }

    @Test
    void noTypeAndNoFilterIsLeftOut() {
        Corners corners = Corners.of(contract, officerThere);
        assertThat(corners.idQuestions().stream().flatMap(question -> question.variables().values().stream()))
                .containsAll(contract.nodes());
        assertThat(corners.unasked()).isEmpty();
    }

    @Test
    void aTokenSpeaksForItsDistrictOnly() {
        for (Visitor visitor :
                List.of(demo.user("140213-grid"), demo.user("140213-officer"), demo.integrator("140213"))) {
            Answer answer = visitor.with("X-District", "990101").ask("{ district { code } }");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.codes()).containsExactly("DISTRICT_UNKNOWN");
            assertThat(answer.json().has("data")).isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> aCursorLeadsNowhereElse() {
        Visitor officerHere = demo.user("140213-officer");
        return contract.type("Query").fields().values().stream()
                .filter(field -> field.arguments().containsKey("after"))
                .map(field -> DynamicTest.dynamicTest(field.name(), () -> {
                    String page = "query($after: String) { %s(first: 1, after: $after) { pageInfo { endCursor } } }"
                            .formatted(field.name());
                    String cursor = officerThere
                            .ask(page)
                            .at(field.name() + "/pageInfo/endCursor")
                            .asString();
                    Map<String, String> after = Map.of("after", cursor);
                    assertThat(officerThere.ask(page, after).codes()).isEmpty();
                    assertThat(officerHere.ask(page, after).codes()).containsExactly("INVALID_CURSOR");
                }));
    }

    @Test
    void fiveHundredMoreDistrictsChangeNoAnswer() {
        List<String> before = answersHere();
        rows.run("""
                insert into district (code, name, kc_org_id)
                select (100000 + n)::text, '示例空区 ' || n, gen_random_uuid() from generate_series(1, 500) n""");
        try {
            assertThat(demo.guest("100500").ask("{ streets { totalCount } }").number("streets/totalCount"))
                    .isZero();
            assertThat(answersHere()).isEqualTo(before);
        } finally {
            rows.run("delete from district where code between '100001' and '100500'");
        }
    }

    private List<String> answersHere() {
        return Stream.of(demo.guest("140213"), demo.user("140213-grid"), demo.user("140213-officer"))
                .map(visitor -> visitor.ask("""
                        { district { code streets { totalCount nodes { name residentCount figures { key value } } } }
                          activities(first: 20) { totalCount nodes { title community { name } enrolmentCount } }
                          residents(first: 20) { totalCount nodes { name grid { code } } } }""").text())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyTableForcesItsPolicy() {
        return tables().map(table -> DynamicTest.dynamicTest(table, () -> {
            assertThat(rows.texts(
                            "select relrowsecurity and relforcerowsecurity from pg_class where oid = '%s'::regclass"
                                    .formatted(table)))
                    .containsExactly("t");
            try (Connection server = rows.asServer()) {
                assertThatThrownBy(() -> Rows.texts(server, "select id from " + table))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                error -> assertThat(error.getSQLState()).isEqualTo("42704"));
                server.setAutoCommit(false);
                Rows.texts(server, "select enter_district('" + HERE + "')");
                assertThat(number(server, "select count(*) from " + table))
                        .isEqualTo(
                                rows.count("select count(*) from %s where district_id = '%s'".formatted(table, HERE)));
                assertThat(number(server, "select count(*) from %s where district_id = '%s'".formatted(table, THERE)))
                        .isZero();
                server.rollback();
            }
        }));
    }

    @Test
    void theServersRoleOwnsNothingAndBypassesNothing() {
        assertThat(rows.texts(
                        "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = 'linli_app'"))
                .containsExactly("f");
        assertThat(rows.texts("select relname from pg_class where relowner = 'linli_app'::regrole"))
                .isEmpty();
    }

    /** Partitions and materialized views would be tables too. */
    private Stream<String> tables() {
        return rows.texts("""
                        select relname from pg_class
                         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f') order by 1""").stream().filter(table -> !REFERENCE.contains(table));
    }

    private static int number(Connection connection, String sql) throws SQLException {
        return Integer.parseInt(Rows.texts(connection, sql).getFirst());
    }
}
