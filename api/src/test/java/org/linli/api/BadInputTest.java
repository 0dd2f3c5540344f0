package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import org.linli.schema.ErrorCode;
import org.linli.services.Database;

/**
 * Whatever a client sends, it learns in its language what was wrong, at the right status, and nothing of our insides; and the
 * database is not troubled with it.
 */
class BadInputTest {
    private static final String ID = "01900000-0010-7000-8000-140213000001";
    private static final String BY_NAME = "orderBy: [NAME_ASC],";

    private static Served served;
    private static StatementCount statements;

    @BeforeAll
    static void serve() throws SQLException {
        Database database = Fixture.fill();
        served = new Served(database, "linli.guests.body-limit=1MB");
        statements = new StatementCount(database);
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    insert into district (code, name, state, kc_org_id) values ('990102', '停用区', 'SUSPENDED', uuidv7())
                    """);
        }
    }

    @AfterAll
    static void end() {
        served.close();
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                refused("{ streets { nodes { nothing } } }", ErrorCode.INVALID_DOCUMENT),
                refused("{ streets { nodes { name ", ErrorCode.SYNTAX_ERROR),
                refused("{ ...A } fragment A on Query { ...A }", ErrorCode.INVALID_DOCUMENT),
                refused("{ " + "a ".repeat(20_000) + "}", ErrorCode.SYNTAX_ERROR),
                refused("{ streets { nodes { name } } } #" + "x".repeat(65_536), ErrorCode.DOCUMENT_TOO_LONG),
                refused("{ streets(first: -1) { nodes { name } } }", ErrorCode.INVALID_DOCUMENT),
                refused("{ streets(first: 1000) { nodes { name } } }", ErrorCode.INVALID_PAGE),
                refused("{ streets(first: 99999999999) { nodes { name } } }", ErrorCode.INVALID_DOCUMENT),
                refused("{ streets(first: 1, last: 1) { nodes { name } } }", ErrorCode.INVALID_PAGE),
                refused("{ streets(after: \"nonsense\") { nodes { name } } }", ErrorCode.INVALID_CURSOR),
                refused("{ streets(orderBy: [NAME_ASC, NAME_DESC]) { nodes { name } } }", ErrorCode.INVALID_ORDER),
                refused("{ street(id: \"nonsense\") { name } }", ErrorCode.INVALID_ID),
                refused("{ street(id: \"community_" + ID + "\") { name } }", ErrorCode.INVALID_ID),
                refused("{ node(id: \"\") { id } }", ErrorCode.INVALID_ID),
                refused(
                        "{ activities(where: { startsAt: { gt: \"yesterday\" } }) { totalCount } }",
                        ErrorCode.INVALID_DOCUMENT),
                refused(
                        "{ activities(where: { startsAt: { gt: \"2024-02-30T10:00:00Z\" } }) { totalCount } }",
                        ErrorCode.INVALID_DOCUMENT),
                refused(
                        "{ activities(where: { startsAt: { gt: \"9999-12-31T23:59:59-18:00\" } }) { totalCount } }",
                        ErrorCode.INVALID_VALUE),
                refused(
                        "{ activities(where: { startsAt: { gt: \"+294277-01-01T00:00:00Z\" } }) { totalCount } }",
                        ErrorCode.INVALID_VALUE),
                refused(
                        "{ merchants(where: { signedOn: { gt: \"2024-02-30\" } }) { totalCount } }",
                        ErrorCode.INVALID_DOCUMENT),
                refused(
                        "{ merchants(where: { signedOn: { gt: \"+999999-12-31\" } }) { totalCount } }",
                        ErrorCode.INVALID_VALUE),
                refused(
                        "{ streets(where: { name: { eq: \"" + "长".repeat(20_000) + "\" } }) { totalCount } }",
                        ErrorCode.INVALID_VALUE),
                refused("{ streets(where: { name: { eq: \"\\u0000\" } }) { totalCount } }", ErrorCode.INVALID_VALUE),
                refused("{ " + "a".repeat(64) + ": __typename }", ErrorCode.ALIAS_TOO_LONG),
                refused(
                        "{ " + many(21, n -> "a" + n + ": streets { totalCount }") + " }",
                        ErrorCode.TOO_MANY_ROOT_FIELDS),
                refused(
                        "{ streets { nodes { " + many(101, n -> "a" + n + ": name") + " } } }",
                        ErrorCode.TOO_MANY_ALIASES),
                refused(
                        "{ streets { nodes { " + "communities { nodes { street { ".repeat(9) + "name"
                                + " } } }".repeat(9) + " } } }",
                        ErrorCode.TOO_DEEP),
                refused(
                        "{ streets(first: 100) { nodes { communities(first: 100) { nodes { grids(first: 100) { nodes { activities(first: 100) { nodes { title } } } } } } } } }",
                        ErrorCode.TOO_COSTLY));
    }

    private static Arguments refused(String document, ErrorCode code) {
        return Arguments.of(document, code);
    }

    private static String many(int count, java.util.function.IntFunction<String> field) {
        return IntStream.range(0, count).mapToObj(field).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentThatCannotBeAnswered(String document, ErrorCode code) {
        refused(document, Map.of(), code);
    }

    /** In both languages, in the format of old at its own status, and without a statement. */
    private static Served.Answer refused(String document, Map<String, ?> variables, ErrorCode code) {
        long before = statements.inDistricts();
        Served.Answer chinese = ask(document, variables);
        Served.Answer english = ask(document, variables, "Accept-Language", "en");
        Served.Answer old = ask(document, variables, "Accept", "application/json");
        for (Served.Answer answer : List.of(chinese, english, old)) {
            assertThat(answer.code()).as(answer.message()).isEqualTo(code.name());
            assertThat(answer.body().has("data")).isFalse();
            assertThat(answer.body().toString())
                    .doesNotContainIgnoringCase("exception")
                    .doesNotContain("java.")
                    .doesNotContain("org.")
                    .doesNotContain("select ")
                    .doesNotContain("{0}");
        }
        assertThat(chinese.status()).isEqualTo(400);
        assertThat(english.status()).isEqualTo(400);
        assertThat(old.status()).isEqualTo(200);
        assertThat(chinese.message()).containsPattern("\\p{IsHan}{3}");
        assertThat(english.message()).doesNotContainPattern("\\p{IsHan}");
        assertThat(statements.inDistricts()).isEqualTo(before);
        return chinese;
    }

    private static Served.Answer ask(String document, Map<String, ?> variables, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "X-District";
        all[headers.length + 1] = "140213";
        return served.ask(document, variables, all);
    }

    static Stream<Arguments> variables() {
        return Stream.of(
                Arguments.of("Int!", "first", "five"),
                Arguments.of("NonNegativeInt", "first", -1),
                Arguments.of("NonNegativeInt", "first", 1e20),
                Arguments.of("NonNegativeInt", "first", Map.of()),
                Arguments.of("[StreetOrder!]", "orderBy", "NOTHING"),
                Arguments.of("StreetFilter", "where", "text"),
                Arguments.of("StreetFilter", "where", Map.of("nothing", 1)),
                Arguments.of("StreetFilter", "where", Map.of("name", Map.of("eq", 5))),
                Arguments.of("StreetFilter", "where", Map.of("and", 5)));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void aVariableOfTheWrongType(String type, String argument, Object value) {
        String declared = type.equals("Int!") ? "NonNegativeInt!" : type;
        Served.Answer answer = refused(
                "query($v: " + declared + ") { streets(" + argument + ": $v) { nodes { name } } }",
                Map.of("v", value),
                ErrorCode.INVALID_VARIABLE);
        assertThat(answer.message()).contains("变量").doesNotContain("java.").doesNotContain("Expected");
    }

    @ParameterizedTest
    @CsvSource({"first,1000", "last,101", "first,2147483647"})
    void aPageThatIsTooLong(String argument, int size) {
        refused(
                "query($n: NonNegativeInt) { streets(" + argument + ": $n) { nodes { name } } }",
                Map.of("n", size),
                ErrorCode.INVALID_PAGE);
    }

    @Test
    void aCursorIsGoodForItsListAlone() {
        String cursor = cursor("140213", "streets");
        long before = statements.inDistricts();
        assertThat(page("streets", BY_NAME, cursor).body().has("errors")).isFalse();
        assertThat(statements.inDistricts()).isEqualTo(before + 1);
        String page = "query($c: String) { %s(%s after: $c) { nodes { id } } }";
        Map<String, String> ours = Map.of("c", cursor);
        refused(page.formatted("communities", BY_NAME), ours, ErrorCode.INVALID_CURSOR);
        for (String order : List.of("", "orderBy: [NAME_DESC],", "orderBy: [CODE_ASC],"))
            refused(page.formatted("streets", order), ours, ErrorCode.INVALID_CURSOR);
        refused(page.formatted("streets", BY_NAME), Map.of("c", cursor("990101", "streets")), ErrorCode.INVALID_CURSOR);
    }

    static Stream<String> tampered() {
        String cursor = cursor("140213", "streets");
        String json = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        return Stream.of(
                cursor.substring(1),
                cursor.substring(0, cursor.length() - 4),
                cursor + "!",
                encoded(json.replaceFirst("\\d", "x")),
                encoded(json.replaceFirst("\"[^\"]*\"\\]", "\"no id\"]")),
                encoded(json.replace("]", ",1]")),
                encoded("[]"),
                encoded("{}"),
                encoded("[".repeat(3000)));
    }

    @ParameterizedTest
    @MethodSource
    void tampered(String cursor) {
        refused(
                "query($c: String) { streets(" + BY_NAME + " after: $c) { nodes { id } } }",
                Map.of("c", cursor),
                ErrorCode.INVALID_CURSOR);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static String cursor(String district, String list) {
        return served.ask(
                        "{ " + list + "(" + BY_NAME + " first: 1) { edges { cursor } } }",
                        Map.of(),
                        "X-District",
                        district)
                .body()
                .at("/data/" + list + "/edges/0/cursor")
                .stringValue();
    }

    private static Served.Answer page(String list, String order, String cursor) {
        return ask("query($c: String) { " + list + "(" + order + " after: $c) { nodes { id } } }", Map.of("c", cursor));
    }

    @Test
    void aBodyThatIsNoRequest() {
        long before = statements.inDistricts();
        String endless =
                "{\"query\":\"{ __typename }\",\"variables\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2001);
        for (String body : List.of("{", "[]", "{\"query\":5}", endless))
            for (String format : List.of("application/json", "application/graphql-response+json")) {
                Served.Answer answer = served.post("/graphql", body, "X-District", "140213", "Accept", format);
                assertThat(answer.code()).isEqualTo("MALFORMED_BODY");
                assertThat(answer.status()).isEqualTo(400);
            }
        assertThat(statements.inDistricts()).isEqualTo(before);
    }

    @Test
    void whoNamesNoDistrictOrAnUnknownOneOrASuspendedOne() {
        assertThat(served.ask("{ __typename }", Map.of()).code()).isEqualTo("DISTRICT_REQUIRED");
        Served.Answer unknown = served.ask("{ __typename }", Map.of(), "X-District", "110101");
        assertThat(unknown.code()).isEqualTo("DISTRICT_UNKNOWN");
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(unknown.message()).contains("110101");
        assertThat(served.ask("{ __typename }", Map.of(), "X-District", "990102")
                        .code())
                .isEqualTo("DISTRICT_SUSPENDED");
        // A proxy that adds one must not decide whose data are answered.
        assertThat(served.ask("{ __typename }", Map.of(), "X-District", "140213", "X-District", "990101")
                        .code())
                .isEqualTo("DISTRICT_REQUIRED");
        assertThat(served.ask("{ __typename }", Map.of(), "X-District", "' or 1=1")
                        .code())
                .isEqualTo("DISTRICT_UNKNOWN");
    }

    @Test
    void aTokenThatIsNone() {
        long before = statements.all();
        for (String token :
                new String[] {"Bearer x", "Bearer", "Basic eDp5", "Bearer a.b.c", "Bearer " + "x".repeat(9000)}) {
            Served.Answer answer = served.ask("{ __typename }", Map.of(), "Authorization", token);
            assertThat(answer.code()).as(token).isEqualTo("TOKEN_INVALID");
            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(statements.all()).isEqualTo(before);
    }

    @Test
    void aDeniedFieldLeavesTheRest() {
        Served.Answer answer = served.ask("{ district { code } residents { totalCount } }");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.code()).isEqualTo("FORBIDDEN");
        assertThat(answer.body().at("/errors/0/path/0").stringValue()).isEqualTo("residents");
        assertThat(answer.body().at("/data/district/code").stringValue()).isEqualTo("140213");
        assertThat(answer.body().at("/data/residents").isNull()).isTrue();
    }

    @Test
    void introspectionAndReadsMix() {
        Served.Answer answer = served.ask("{ __schema { queryType { name } } district { code } __typename }");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/data/__schema/queryType/name").stringValue())
                .isEqualTo("Query");
        assertThat(answer.body().at("/data/district/code").stringValue()).isEqualTo("140213");
        assertThat(answer.body().at("/extensions/cost/requested").intValue()).isPositive();
    }

    /** As no tool asks: it would be a great deal of work for nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void introspectionThatAsksForTheSameTwiceIsTold(String language) {
        Served.Answer answer = served.ask(
                "{ __schema { types { fields { type { fields { name } } } } } }",
                Map.of(),
                "X-District",
                "140213",
                "Accept-Language",
                language);
        assertThat(answer.code()).isEqualTo("INVALID_DOCUMENT");
        assertThat(answer.message()).contains(language.equals("en") ? "too often" : "次数过多");
    }
}
