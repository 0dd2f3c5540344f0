package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows counted and measured in groups, over all pages and within the filter. */
class GroupTest {
    private static Sample sample;

    /** Two activities about midnight between October and November in Shanghai, which is 16:00 in UTC; the 31st is a Thursday. */
    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table street (district_id uuid default n(0), id uuid primary key, name text not null);
                create table activity (district_id uuid default n(0), id uuid primary key, starts_at timestamptz,
                                       day date not null, seats int, price numeric not null, street_id uuid);
                insert into street (id, name) values (n(1), '一街'), (n(2), '二街');
                insert into activity (id, starts_at, day, seats, price, street_id) values
                    (n(3), '2024-10-31 15:59:59.999999Z', '2024-10-31', 10, 0.10, n(1)),
                    (n(4), '2024-10-31 16:00:00Z', '2024-11-01', 20, 0.20, n(1)),
                    (n(5), '2024-11-03 16:00:00Z', '2024-11-04', null, 9007199254740993, n(2)),
                    (n(6), null, '2024-12-30', 5, 1, null);
                """, """
                -- street
                select s.id, s.name from street s where s.district_id = :district
                -- activity
                select a.id, a.starts_at, a.day, a.seats, a.price, a.street_id from activity a where a.district_id = :district
                """, """
                type Street implements Node @rows(of: "street", prefix: "street") {
                  id: ID!
                  name: String!
                  activities: ActivityConnection! @many(by: "street_id")
                }
                type Activity implements Node @rows(of: "activity", prefix: "activity") {
                  id: ID!
                  startsAt: DateTime @filter @group
                  day: Date! @group
                  seats: Int @filter @group @measure
                  price: BigDecimal! @measure
                  street: Street @one(by: "street_id") @group
                }
                extend type Query {
                  "All." streets: StreetConnection @list @auth(any: [GUEST])
                  "All." activities: ActivityConnection @list @auth(any: [GUEST])
                }
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            field: STARTS_AT                | 2024-10-31 1, 2024-11-01 1, 2024-11-04 1, null 1
            field: STARTS_AT, period: WEEK  | 2024-10-28 2, 2024-11-04 1, null 1
            field: STARTS_AT, period: MONTH | 2024-10-01 1, 2024-11-01 2, null 1
            """)
    void momentsFallIntoTheDistrictsDaysWeeksAndMonths(String key, String expected) {
        String answer =
                sample.ask("{ activities { groups(by: {%s}) { key { startsAt } count } } }".formatted(key), Map.of());
        String told = Pattern.compile("\"startsAt\":\"?([^\"}]+)\"?},\"count\":([0-9]+)")
                .matcher(answer)
                .results()
                .map(group -> group.group(1) + " " + group.group(2))
                .collect(Collectors.joining(", "));
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void daysAreGroupedAsTheyAre() {
        sample.answers("""
                { activities { groups(by: {field: DAY, period: MONTH}, order: COUNT_DESC) { key { day } count } } }
                """, """
                {activities: {groups: [
                  {key: {day: "2024-11-01"}, count: 2},
                  {key: {day: "2024-10-01"}, count: 1},
                  {key: {day: "2024-12-01"}, count: 1}]}}
                """);
    }

    @Test
    void aKeyMayBeARelationAndIsSelectedFrom() {
        sample.answers("""
                { activities { groups(by: {field: STREET}) { key { street { name } seats } count sum { seats } } } }
                """, """
                {activities: {groups: [
                  {key: {street: {name: "一街"}, seats: null}, count: 2, sum: {seats: "30"}},
                  {key: {street: {name: "二街"}, seats: null}, count: 1, sum: {seats: null}},
                  {key: {street: null, seats: null}, count: 1, sum: {seats: "5"}}]}}
                """);
    }

    /** Sums and decimals are sent as strings, so that no client loses a digit. */
    @Test
    void withoutAKeyThereIsOneGroupOfAll() {
        sample.answers("""
                { activities(first: 1) { groups { count sum { price } avg { seats } min { seats price } max { price } } } }
                """, """
                {activities: {groups: [{count: 4, sum: {price: "9007199254740994.30"}, avg: {seats: 11.666666666666666},
                  min: {seats: 5, price: "0.10"}, max: {price: "9007199254740993"}}]}}
                """);
    }

    @Test
    void theFilterAndTheRelationBoundTheGroups() {
        sample.answers("""
                { streets(first: 1) { nodes { activities(where: {seats: {gt: 10}}) { groups { count sum { seats } } } } } }
                """, """
                {streets: {nodes: [{activities: {groups: [{count: 1, sum: {seats: "20"}}]}}]}}
                """);
    }

    /** graphql-java fills in a default for what is not given, but not for null. */
    @Test
    void asManyGroupsAsUsualAreAnsweredWhereNullAreAskedFor() {
        sample.answers("{ activities { groups(first: null, by: {field: SEATS}) { count } } }", """
                {activities: {groups: [{count: 1}, {count: 1}, {count: 1}, {count: 1}]}}
                """);
        sample.answers("{ activities { groups(first: 1, by: {field: SEATS}) { key { seats } } } }", """
                {activities: {groups: [{key: {seats: 5}}]}}
                """);
    }
}
