package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;

/** A missing value in a non-null field: an error at its place, and the nearest field above it that may be null is null. */
class MissingValueTest {
    private static final Caller GUEST = Caller.guest(Sample.DISTRICT);

    private static Sample sample;

    /** Grid 3 has a name, the grids 4 and 5 have none; only street 1 has a list of all its grids that lacks nothing. */
    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table street (district_id uuid default n(0), id uuid primary key, name text not null);
                create table grid (district_id uuid default n(0), id uuid primary key, name text, street_id uuid, chief_id uuid);
                insert into street (id, name) values (n(1), '一街'), (n(2), '二街');
                insert into grid (id, name, street_id, chief_id) values
                    (n(3), '甲', n(1), n(9)), (n(4), null, n(2), null), (n(5), null, n(2), null);
                """, """
                -- street
                select s.id, s.name from street s where s.district_id = :district
                -- grid
                select g.id, g.name, g.street_id, g.chief_id from grid g where g.district_id = :district
                """, """
                interface Place implements Node { id: ID! }
                type Street implements Node & Place @rows(of: "street", prefix: "street") {
                  id: ID!
                  name: String!
                  grids: [Grid!]! @many(by: "street_id")
                  known: [Grid!] @many(by: "street_id")
                  gaps: [Grid]! @many(by: "street_id")
                }
                type Grid implements Node & Place @rows(of: "grid", prefix: "grid") {
                  id: ID!
                  name: String!
                  street: Street! @one(by: "street_id")
                  chief: Grid! @one(by: "chief_id")
                }
                extend type Query {
                  "All." streets: StreetConnection @list @auth(any: [GUEST])
                  "One." street(id: ID!): Street @get @auth(any: [GUEST])
                  "One." grid(id: ID!): Grid @get @auth(any: [GUEST])
                }
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    /** Only what might be missing is guarded: a column that the table keeps from being null is not. */
    @Test
    void theStatementStopsWhereAPromiseIsNotKept() {
        assertThat(sample.statement("{ grid(id: \"grid_3\") { name street { name } } }"))
                .contains("coalesce(t1.name, missing_value()::text)")
                .contains("t2.name as \"name\"");
    }

    @Test
    void theNearestNullableFieldBecomesNull() {
        sample.answers(
                GUEST,
                "{ a: grid(id: \"grid_3\") { name } b: grid(id: \"grid_4\") { id name } }",
                Map.of(),
                "{a: {name: \"甲\"}, b: null}",
                "MISSING_VALUE b.name");
    }

    @Test
    void aRowThatIsNotThereIsAMissingValueToo() {
        sample.answers(
                GUEST,
                "{ grid(id: \"grid_3\") { name chief { id } } }",
                Map.of(),
                "{grid: null}",
                "MISSING_VALUE grid.chief");
    }

    @Test
    void inNestedListsEveryMissingValueIsReportedAndOnlyWhatMustIsNull() {
        sample.answers(
                GUEST,
                "{ one: street(id: \"street_1\") { known { name } } two: street(id: \"street_2\") { known { name } } }",
                Map.of(),
                "{one: {known: [{name: \"甲\"}]}, two: {known: null}}",
                "MISSING_VALUE two.known.0.name",
                "MISSING_VALUE two.known.1.name");
        sample.answers(
                GUEST,
                "{ street(id: \"street_2\") { gaps { name } name } }",
                Map.of(),
                "{street: {gaps: [null, null], name: \"二街\"}}",
                "MISSING_VALUE street.gaps.0.name",
                "MISSING_VALUE street.gaps.1.name");
    }

    /** All between is non-null: the list, its items, the connection's nodes and the nodes themselves. */
    @Test
    void aNullClimbsThroughEverythingThatMustNotBeNull() {
        sample.answers(
                GUEST,
                "{ streets { totalCount nodes { name grids { name } } } here: street(id: \"street_1\") { grids { name } } }",
                Map.of(),
                "{streets: null, here: {grids: [{name: \"甲\"}]}}",
                "MISSING_VALUE streets.nodes.1.grids.0.name",
                "MISSING_VALUE streets.nodes.1.grids.1.name");
    }

    @Test
    void underAnInterfaceTheRowsTypeDecides() {
        sample.answers(
                GUEST,
                "{ nodes(ids: [\"grid_4\", \"street_2\", \"grid_3\"]) { id ... on Grid { name } ... on Street { known: name } } }",
                Map.of(),
                "{nodes: [null, {id: \"street_2\", known: \"二街\"}, {id: \"grid_3\", name: \"甲\"}]}",
                "MISSING_VALUE nodes.0.name");
    }
}
