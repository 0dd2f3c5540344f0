package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters: every value bound, a missing value fulfils no comparison, and {@code not} has two values and not SQL's three. */
class FilterTest {
    private static Sample sample;

    /** Street 1 has the grids 3 and 4, street 2 has grid 5; grid 6 has none. */
    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table street (district_id uuid default n(0), id uuid primary key, name text not null);
                create type grid_status as enum ('ACTIVE', 'RETIRED');
                create table grid (district_id uuid default n(0), id uuid primary key, name text, status grid_status not null,
                                   language text, words text[] not null default '{}', street_id uuid);
                insert into street (id, name) values (n(1), '一街'), (n(2), '二街');
                insert into grid (id, name, status, language, words, street_id) values
                    (n(3), 'a, b', 'ACTIVE', 'zh-CN', '{a,b}', n(1)), (n(4), null, 'RETIRED', 'en', '{}', n(1)),
                    (n(5), '50%_off', 'RETIRED', null, '{"a,b"}', n(2)), (n(6), 'a', 'ACTIVE', 'zh-CN', '{b}', null);
                """, """
                -- street
                select s.id, s.name from street s where s.district_id = :district
                -- grid
                select g.id, g.name, g.status, g.language, g.words, g.street_id from grid g where g.district_id = :district
                """, """
                type Street implements Node @rows(of: "street", prefix: "street") {
                  id: ID!
                  name: String! @filter
                  grids: GridConnection! @many(by: "street_id") @filter
                }
                enum GridStatus { ACTIVE RETIRED }
                type Grid implements Node @rows(of: "grid", prefix: "grid") {
                  id: ID!
                  name: String @filter
                  status: GridStatus! @filter
                  language: Locale @filter
                  words: [String!]! @filter
                  street: Street @one(by: "street_id") @filter
                }
                extend type Query {
                  "All." streets: StreetConnection @list @auth(any: [GUEST])
                  "All." grids: GridConnection @list @auth(any: [GUEST])
                }
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                            | 3 4 5 6
            {name: {eq: "a"}}                             | 6
            {name: {ne: "a"}}                             | 3 4 5
            {name: {gt: "a", lte: "a, b"}}                | 3
            {name: {in: ["a", "50%_off"]}}                | 5 6
            {name: {in: "a"}}                             | 6
            {name: {in: []}}                              |
            {name: {contains: "%_"}}                      | 5
            {name: {startsWith: "a"}}                     | 3 6
            {name: {isNull: true}}                        | 4
            {name: {isNull: false}}                       | 3 5 6
            {status: {in: [RETIRED]}}                     | 4 5
            {id: {in: ["grid_6", "grid_9", "grid_3"]}}    | 3 6
            {words: {has: "a"}}                           | 3
            {name: {eq: "a"}, status: {eq: RETIRED}}      |
            {or: [{name: {eq: "a"}}, {status: {eq: RETIRED}}]} | 4 5 6
            {and: [{status: {eq: RETIRED}}, {name: {isNull: false}}]} | 5
            {and: {status: {eq: RETIRED}}}                | 4 5
            """)
    void aFilterSaysWhichRows(String filter, String expected) {
        shows("{ grids(where: %s) { nodes { id } } }".formatted(filter), Map.of(), expected);
    }

    /** In SQL the negation of a comparison with a missing value would be missing too, and the row lost on either side. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {not: {name: {eq: "a"}}}                      | 3 4 5
            {not: {name: {in: ["a", "a, b"]}}}            | 4 5
            {not: {not: {name: {eq: "a"}}}}               | 6
            {not: {street: {name: {eq: "一街"}}}}         | 5 6
            {street: {not: {name: {eq: "一街"}}}}         | 5
            """)
    void aRowFulfilsAConditionOrItsNegation(String filter, String expected) {
        shows("{ grids(where: %s) { nodes { id } } }".formatted(filter), Map.of(), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {grids: {some: {status: {eq: RETIRED}}}}      | 1 2
            {grids: {some: {status: {eq: ACTIVE}}}}       | 1
            {grids: {none: {status: {eq: ACTIVE}}}}       | 2
            {grids: {some: {not: {name: {eq: "a, b"}}}}}  | 1 2
            {not: {grids: {some: {name: {isNull: true}}}}} | 2
            {grids: {some: {status: {eq: RETIRED}}, none: {name: {isNull: true}}}} | 2
            {grids: {some: {street: {name: {eq: "一街"}}}}} | 1
            """)
    void aFilterReachesAcrossRelations(String filter, String expected) {
        shows("{ streets(where: %s) { nodes { id } } }".formatted(filter), Map.of(), expected);
    }

    /** A Locale calls itself zh_CN, its column says zh-CN. */
    @Test
    void languagesAreComparedByTheirTags() {
        shows("{ grids(where: {language: {eq: \"zh-CN\"}}) { nodes { id } } }", Map.of(), "3 6");
        shows(
                "query($l: [Locale!]) { grids(where: {language: {in: $l}}) { nodes { id } } }",
                Map.of("l", List.of("en")),
                "4");
    }

    @Test
    void valuesAreBoundAndNotWritten() {
        assertThat(sample.statement(
                        "{ grids(where: {name: {eq: \"x' or true\"}, status: {eq: ACTIVE}}) { nodes { id } } }"))
                .contains("t2.name = $3::text and t2.status = $4::grid_status")
                .doesNotContain("or true");
    }

    /** One object stands for a list of one; its variables belong to the request and not to the statement that is kept. */
    @Test
    void aFilterGivenOnceForAListKeepsItsVariables() {
        String document = "query($name: String!) { grids(where: {or: {name: {eq: $name}}}) { nodes { id } } }";
        shows(document, Map.of("name", "a"), "6");
        shows(document, Map.of("name", "a, b"), "3");
    }

    @Test
    void aWholeFilterMayBeAVariable() {
        String document = "query($where: GridFilter) { grids(where: $where) { nodes { id } } }";
        shows(document, Map.of("where", Map.of("name", Map.of("eq", "a"))), "6");
        shows(document, Map.of("where", Map.of("name", Map.of("eq", "a, b"))), "3");
        shows(document, Map.of("where", Map.of("not", Map.of("name", Map.of("eq", "a")))), "3 4 5");
        shows(document, Map.of(), "3 4 5 6");
    }

    /** Equal literals share a parameter; a list of two texts and one text with a comma must not. */
    @Test
    void noTextReadsLikeSeveral() {
        String document = """
                {
                  two: grids(where: {name: {in: ["a", "b"]}}) { nodes { id } }
                  one: grids(where: {name: {in: ["a, b"]}}) { nodes { id } }
                }
                """;
        sample.answers(document, """
                {two: {nodes: [{id: "grid_6"}]}, one: {nodes: [{id: "grid_3"}]}}
                """);
    }

    /** Taken as "no condition" it would show more than was asked for. */
    @Test
    void nullIsNoCondition() {
        assertThat(sample.refusal("{ grids(where: {name: {eq: null}}) { totalCount } }", Map.of()))
                .isEqualTo("INVALID_FILTER grids.totalCount");
        assertThat(sample.refusal("{ grids(where: {or: []}) { totalCount } }", Map.of()))
                .isEqualTo("INVALID_FILTER grids.totalCount");
    }

    private static void shows(String document, Map<String, ?> variables, String expected) {
        String ids = sample.ask(document, variables).replaceAll("[^0-9]+", " ").strip();
        assertThat(ids).isEqualTo(expected == null ? "" : expected);
    }
}
