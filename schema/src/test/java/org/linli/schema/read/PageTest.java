package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages over an order: cursors are places in it, forward and backward, whatever its keys and directions. */
class PageTest {
    private static Sample sample;

    /**
     * Six activities with ties in {@code rank}, with missing seats and titles although the contract promises a title, and
     * with one price, of more digits than a double holds.
     */
    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table activity (district_id uuid default n(0), id uuid primary key, title text, rank int not null,
                                       seats int, price numeric not null default 24691357802469135780.20);
                insert into activity (id, title, rank, seats) values
                    (n(1), 'b', 1, 10), (n(2), 'a', 2, null), (n(3), null, 1, 20),
                    (n(4), 'a', 1, null), (n(5), 'b', 2, 10), (n(6), null, 2, 5);
                """, """
                -- activity
                select a.id, a.title, a.rank, a.seats, a.price from activity a where a.district_id = :district
                """, """
                type Activity implements Node @rows(of: "activity", prefix: "activity") {
                  id: ID!
                  title: String! @filter @order
                  rank: Int! @filter @order
                  seats: Int @filter @order
                  price: BigDecimal! @filter @order
                }
                extend type Query {
                  "All." activities: ActivityConnection @list @auth(any: [GUEST])
                }
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    /** Missing values come last, whichever the direction; ties go by id in the direction of the last key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                               | 1 2 3 4 5 6
            [RANK_ASC]                       | 1 3 4 2 5 6
            [RANK_DESC]                      | 6 5 2 4 3 1
            [SEATS_ASC]                      | 6 1 5 3 2 4
            [SEATS_DESC]                     | 3 5 1 6 4 2
            [RANK_DESC, SEATS_ASC]           | 6 5 2 1 3 4
            [RANK_ASC, SEATS_DESC]           | 3 1 4 5 6 2
            [TITLE_ASC, SEATS_DESC, RANK_ASC] | 4 2 1 5 3 6
            [PRICE_DESC]                     | 6 5 4 3 2 1
            """)
    void anOrderIsWalkedByItsCursorsBothWays(String order, String expected) {
        for (int size : new int[] {1, 2, 4}) {
            assertThat(walk(order, size, "first", "after", "endCursor", "hasNextPage"))
                    .isEqualTo(expected);
            assertThat(reversed(walk(order, size, "last", "before", "startCursor", "hasPreviousPage")))
                    .isEqualTo(expected);
        }
    }

    /** All ids, page by page. A page that is read backward stands in the order all the same, so it is turned around here. */
    private static String walk(String order, int size, String count, String bound, String end, String more) {
        String document = """
                query($at: String) {
                  activities(orderBy: %s, %s: %d, %s: $at) { nodes { id } pageInfo { at: %s more: %s } }
                }
                """.formatted(order, count, size, bound, end, more);
        List<String> ids = new ArrayList<>();
        Map<String, @Nullable Object> variables = new HashMap<>();
        JsonNode info;
        do {
            JsonNode page =
                    new JsonMapper().readTree(sample.ask(document, variables)).get("activities");
            List<String> shown = new ArrayList<>();
            page.get("nodes")
                    .forEach(node -> shown.add(node.get("id").stringValue().replace("activity_", "")));
            if (count.equals("last")) Collections.reverse(shown);
            ids.addAll(shown);
            assertThat(ids).as("a walk that goes forward").hasSizeLessThanOrEqualTo(6);
            info = page.get("pageInfo");
            variables.put("at", info.get("at").stringValue());
        } while (info.get("more").booleanValue());
        return String.join(" ", ids);
    }

    private static String reversed(String ids) {
        return new StringBuilder(ids).reverse().toString();
    }

    @Test
    void keysOfOneDirectionThatAreNeverMissingAreComparedAsARow() {
        String cursor = cursor("[RANK_ASC]");
        assertThat(sample.statement(
                        "{ activities(orderBy: [RANK_ASC], after: \"%s\") { nodes { id } } }".formatted(cursor)))
                .contains("(t2.rank, t2.id) > ($3::int, $4::uuid) order by t2.rank, t2.id");
    }

    /** The contract promises a title, its column does not: an order believes the column. */
    @Test
    void whetherAKeyCanBeMissingIsAskedOfTheDatabase() {
        String cursor = cursor("[TITLE_DESC]");
        assertThat(sample.statement(
                        "{ activities(orderBy: [TITLE_DESC], after: \"%s\") { nodes { id } } }".formatted(cursor)))
                .contains("order by t2.title desc nulls last, t2.id desc")
                .contains("t2.title is not distinct from $3::text");
    }

    private static String cursor(String order) {
        String page =
                sample.ask("{ activities(first: 1, orderBy: %s) { edges { cursor } } }".formatted(order), Map.of());
        return new JsonMapper().readTree(page).findValuesAsString("cursor").getFirst();
    }

    @Test
    void aTotalCountsWhatFulfilsTheFilterOnAllPages() {
        sample.answers("""
                { activities(first: 1, where: {rank: {eq: 1}}, orderBy: [SEATS_ASC]) { nodes { id } totalCount } }
                """, """
                {activities: {nodes: [{id: "activity_1"}], totalCount: 3}}
                """);
    }

    /** Its size is mentioned nowhere then, and a driver refuses a parameter that no statement mentions. */
    @Test
    void aPageMayBeAskedOnlyForItsTotal() {
        sample.answers("query($n: NonNegativeInt) { activities(first: $n) { totalCount } }", Map.of("n", 3), """
                {activities: {totalCount: 6}}
                """);
        assertThat(sample.statement("{ activities { totalCount } }")).doesNotContain("limit");
        assertThat(sample.statement("{ activities { nodes { id } } }")).doesNotContain("count(");
    }

    @Test
    void anEmptyPageHasNoCursors() {
        sample.answers("""
                { activities(first: 0) { edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
                """, """
                {activities: {edges: [], pageInfo: {hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null}}}
                """);
    }

    @Test
    void aCursorIsAPlaceInOneOrder() {
        String next = "{ activities(orderBy: [SEATS_DESC], after: \"%s\") { nodes { id } } }";
        assertThat(sample.refusal(next.formatted(cursor("[SEATS_ASC]")), Map.of()))
                .isEqualTo("INVALID_CURSOR activities");
        assertThat(sample.refusal(next.formatted(cursor("[SEATS_DESC]")), Map.of()))
                .startsWith("answered");
    }
}
