package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.linli.schema.ErrorCode;
import org.linli.services.Postgres;

/** Whatever a client sends, it learns in its language what was wrong, at the right status, and nothing of our insides. */
class BadInputTest {
    private static final String ID = "01900000-0010-7000-8000-140213000001";
    private static Served served;

    @BeforeAll
    static void serve() {
        served = new Served(Postgres.shared().freshDatabase("bad_input"));
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
        Served.Answer answer = served.ask(document);
        assertThat(answer.code()).as(answer.message()).isEqualTo(code.name());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().has("data")).isFalse();
        assertThat(answer.message()).containsPattern("\\p{IsHan}{3}");
        assertThat(answer.body().toString())
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("java.")
                .doesNotContain("org.")
                .doesNotContain("select ")
                .doesNotContain("{0}");
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
        Served.Answer answer = served.ask(
                "query($v: " + declared + ") { streets(" + argument + ": $v) { nodes { name } } }",
                Map.of("v", value),
                "X-District",
                "140213");
        assertThat(answer.code()).as(answer.message()).isEqualTo("INVALID_VARIABLE");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("变量").doesNotContain("java.").doesNotContain("Expected");
    }

    @Test
    void aBodyNestedWithoutEndIsMalformed() {
        String body = "{\"query\":\"{ __typename }\",\"variables\":" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2001);
        assertThat(served.post("/graphql", body, "X-District", "140213").code()).isEqualTo("MALFORMED_BODY");
    }

    @Test
    void whoNamesNoDistrictOrAnUnknownOneOrASuspendedOne() {
        assertThat(served.ask("{ __typename }", Map.of()).code()).isEqualTo("DISTRICT_REQUIRED");
        Served.Answer unknown = served.ask("{ __typename }", Map.of(), "X-District", "110101");
        assertThat(unknown.code()).isEqualTo("DISTRICT_UNKNOWN");
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(unknown.message()).contains("110101");
        assertThat(served.ask("{ __typename }", Map.of(), "X-District", "990101")
                        .code())
                .isEqualTo("DISTRICT_SUSPENDED");
        assertThat(served.ask("{ __typename }", Map.of(), "X-District", "' or 1=1")
                        .code())
                .isEqualTo("DISTRICT_UNKNOWN");
    }

    @Test
    void aTokenThatIsNone() {
        for (String token :
                new String[] {"Bearer x", "Bearer", "Basic eDp5", "Bearer a.b.c", "Bearer " + "x".repeat(9000)}) {
            Served.Answer answer = served.ask("{ __typename }", Map.of(), "Authorization", token);
            assertThat(answer.code()).as(token).isEqualTo("TOKEN_INVALID");
            assertThat(answer.status()).isEqualTo(401);
        }
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
}
