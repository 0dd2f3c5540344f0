package org.linli.api.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Answer.Problem;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;

/** What is wrong with a request is said with a code and a place, before anything is read. */
class RefusalsTest {
    private static final Limits NARROW = new Limits(6, 3, 2, 12, 3_000, 1_000);

    private static Served served;
    private static Served narrow;

    @BeforeAll
    static void open() throws SQLException {
        var database = Fixture.fill();
        var contract = Contract.load("classpath*:schema/*.graphqls", "classpath:fixture/oddities.graphqls");
        served = new Served(contract, database, Limits.USUAL);
        narrow = new Served(contract, database, NARROW);
    }

    @AfterAll
    static void close() {
        served.close();
        narrow.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TOO_DEEP             | { streets { nodes { communities { nodes { grids { nodes { id } } } } } } }
            TOO_MANY_ALIASES     | { a: __typename b: __typename c: __typename d: __typename }
            TOO_MANY_ROOT_FIELDS | { __typename me { id } district { id } }
            TOO_COMPLEX          | { streets { nodes { id id id id id id id id id id id id } } }
            TOO_COSTLY           | { streets(first: 100) { nodes { communities(first: 100) { nodes { id } } } } }
            """)
    void aDocumentBeyondTheLimitsIsNotRead(String code, String document) {
        refused(narrow.ask(officer(), document, Map.of()), code, "");
    }

    @Test
    void fragmentsCountWhereverTheyAreSpread() {
        String many =
                "{ streets { nodes { ...F ...F ...F } } } fragment F on Street { ...G ...G } fragment G on Street { id name }";
        refused(narrow.ask(officer(), many, Map.of()), "TOO_COMPLEX", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INVALID_PAGE   | f         | { f: streets(first: 101) { totalCount } }
            INVALID_PAGE   | streets   | { streets(first: 1, last: 1) { totalCount } }
            INVALID_PAGE   | streets   | { streets(last: 101) { totalCount } }
            INVALID_PAGE   | grids.groups | { grids { groups(first: 1001) { count } } }
            INVALID_ORDER  | grids     | { grids(orderBy: [NAME_ASC, NAME_DESC]) { totalCount } }
            INVALID_ORDER  | grids.groups | { grids { groups(by: [{field: STATUS}, {field: STATUS}]) { count } } }
            INVALID_FILTER | grids.totalCount | { grids(where: {name: null}) { totalCount } }
            INVALID_FILTER | grids.totalCount | { grids(where: {name: {eq: null}}) { totalCount } }
            INVALID_FILTER | grids.totalCount | { grids(where: {and: []}) { totalCount } }
            INVALID_ID     | grid      | { grid(id: "street_01900000-0000-7000-8000-000000140213") { id } }
            INVALID_ID     | grid      | { grid(id: "grid_1") { id } }
            INVALID_ID     | node      | { node(id: "01900000-0000-7000-8000-000000140213") { id } }
            INVALID_ID     | grids.totalCount | { grids(where: {id: {in: ["street_01900000-0000-7000-8000-000000140213"]}}) { totalCount } }
            INVALID_CURSOR | grids.nodes | { grids(after: "tampered") { nodes { id } } }
            """)
    void aWrongArgumentIsToldAtItsField(String code, String path, String document) {
        Answer answer = served.ask(officer(), document, Map.of());
        assertThat(answer.problems()).singleElement().extracting(Problem::code).isEqualTo(code);
        assertThat(path).startsWith(answer.problems().getFirst().path());
        assertThat(answer.sql()).isEmpty();
    }

    @Test
    void nullInAFilterIsRefusedAsAVariableToo() {
        String document = "query($name: String) { grids(where: {name: {eq: $name}}) { totalCount } }";
        var nothing = new java.util.HashMap<String, Object>();
        assertThat(code(served.ask(officer(), document, nothing))).isEmpty();
        nothing.put("name", null);
        assertThat(code(served.ask(officer(), document, nothing))).isEqualTo("INVALID_FILTER");
    }

    @Test
    void aPageSizeIsJudgedAsAVariableToo() {
        String document = "query($n: NonNegativeInt) { grids(first: $n) { totalCount } }";
        assertThat(code(served.ask(officer(), document, Map.of("n", 100)))).isEmpty();
        refused(served.ask(officer(), document, Map.of("n", 101)), "INVALID_PAGE", "grids");
    }

    @Test
    void aThousandThingsAreEnoughForAList() {
        String document = "query($codes: [String!]) { grids(where: {code: {in: $codes}}) { totalCount } }";
        assertThat(code(served.ask(officer(), document, Map.of("codes", java.util.Collections.nCopies(1000, "x")))))
                .isEmpty();
        assertThat(code(served.ask(officer(), document, Map.of("codes", java.util.Collections.nCopies(1001, "x")))))
                .isEqualTo("INVALID_FILTER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\uD83C", "\uDFEE x", "a\uD83Cb"})
    void textThatPostgresqlCannotHoldIsRefused(String text) {
        for (String operator : new String[] {"eq", "contains", "startsWith"}) {
            String document =
                    "query($t: String!) { grids(where: {name: {%s: $t}}) { nodes { id } } }".formatted(operator);
            assertThat(code(served.ask(officer(), document, Map.of("t", text)))).isEqualTo("INVALID_VALUE");
        }
    }

    @Test
    void textMayBeTwoThousandCharactersLong() {
        String document = "query($t: String!) { grids(where: {name: {contains: $t}}) { nodes { id } } }";
        assertThat(code(served.ask(officer(), document, Map.of("t", "x".repeat(2000)))))
                .isEmpty();
        assertThat(code(served.ask(officer(), document, Map.of("t", "x".repeat(2001)))))
                .isEqualTo("INVALID_VALUE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2001", "-1e-2001", "1e999999999"})
    void aNumberThatPostgresqlCannotHoldIsRefused(String number) {
        String document = "query($n: BigDecimal!) { oddities(where: {amount: {gt: $n}}) { totalCount } }";
        assertThat(code(served.ask(officer(), document, Map.of("n", "1e1999")))).isEmpty();
        assertThat(code(served.ask(officer(), document, Map.of("n", number)))).isEqualTo("INVALID_VALUE");
    }

    @Test
    void anAliasMayBeSixtyThreeBytesLong() {
        assertThat(code(served.ask(officer(), "{ %s: district { id } }".formatted("a".repeat(63)), Map.of())))
                .isEmpty();
        refused(
                served.ask(officer(), "{ %s: district { id } }".formatted("a".repeat(64)), Map.of()),
                "ALIAS_TOO_LONG",
                "");
    }

    @Test
    void aCursorBelongsToItsTypeOrderAndDistrict() {
        String cursor = cursor(officer(), "{ grids(first: 1, orderBy: [NAME_ASC]) { edges { cursor } } }");
        String page = "query($c: String) { %s(%s after: $c) { nodes { id } } }";
        Map<String, String> variables = Map.of("c", cursor);
        assertThat(code(served.ask(officer(), page.formatted("grids", "orderBy: [NAME_ASC],"), variables)))
                .isEmpty();
        for (String order :
                new String[] {"", "orderBy: [NAME_DESC],", "orderBy: [CODE_ASC],", "orderBy: [NAME_ASC, CODE_ASC],"})
            assertThat(code(served.ask(officer(), page.formatted("grids", order), variables)))
                    .isEqualTo("INVALID_CURSOR");
        assertThat(code(served.ask(officer(), page.formatted("streets", "orderBy: [NAME_ASC],"), variables)))
                .isEqualTo("INVALID_CURSOR");
        Caller there = Objects.requireNonNull(Fixture.callers().get("district officer there"));
        assertThat(code(served.ask(there, page.formatted("grids", "orderBy: [NAME_ASC],"), variables)))
                .isEqualTo("INVALID_CURSOR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s]",
                "[%s, 1, 2]",
                "[%s, null, null]",
                "[%s, \"x\", \"y\"]",
                "[%s]",
                "{\"a\": %s}",
                "%s",
                "[%s, \"\\u0000\", \"01900000-0000-7000-8000-000000140213\"]"
            })
    void aTamperedCursorIsRefused(String form) {
        String order = "orderBy: [NAME_ASC]";
        String cursor = cursor(officer(), "{ grids(first: 1, %s) { edges { cursor } } }".formatted(order));
        String decoded = new String(Base64.getUrlDecoder().decode(cursor), java.nio.charset.StandardCharsets.UTF_8);
        String fingerprint = decoded.substring(1, decoded.indexOf(','));
        String tampered = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(form.formatted(fingerprint).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String page = "query($c: String) { grids(%s, after: $c) { nodes { id } } }".formatted(order);
        String refusal = code(served.ask(officer(), page, Map.of("c", tampered)));
        assertThat(refusal).isIn("INVALID_CURSOR", "INVALID_VALUE");
    }

    @Test
    void anotherDistrictsRowIsNotThere() {
        String document = "query($id: ID!) { grid(id: $id) { id } node(id: $id) { id } }";
        String own = Objects.requireNonNull(served.ask(officer(), document, Map.of("id", Fixture.node(HERE, "grid", 1)))
                        .data())
                .toString();
        String other = Objects.requireNonNull(
                        served.ask(officer(), document, Map.of("id", Fixture.node(THERE, "grid", 1)))
                                .data())
                .toString();
        assertThat(own).contains(Fixture.node(HERE, "grid", 1));
        assertThat(other).isEqualTo("{\"grid\":null,\"node\":null}");
    }

    @Test
    void anAccountWithoutADistrictAsksOnlyForItself() {
        Caller stranger = Objects.requireNonNull(Fixture.callers().get("account without district"));
        assertThat(code(served.ask(stranger, "{ me { id roles district { id } } }", Map.of())))
                .isEmpty();
        refused(served.ask(stranger, "{ me { id } streets { totalCount } }", Map.of()), "NO_DISTRICT", "");
    }

    private static Caller officer() {
        return Objects.requireNonNull(Fixture.callers().get("district officer"));
    }

    private static void refused(Answer answer, String code, String path) {
        assertThat(answer.problems()).containsExactly(new Problem(code, path));
        assertThat(answer.sql()).isEmpty();
    }

    private static String code(Answer answer) {
        return answer.problems().isEmpty() ? "" : answer.problems().getFirst().code();
    }

    private static String cursor(Caller caller, String document) {
        return Objects.requireNonNull(served.ask(caller, document, Map.of()).data())
                .findValuesAsString("cursor")
                .getFirst();
    }
}
