package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a document selects is what its answer holds, under the names and in the order of the document. */
class SelectionTest {
    private static Sample sample;

    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table street (district_id uuid default n(0), id uuid primary key, name text not null);
                create table grid (district_id uuid default n(0), id uuid primary key, name text not null,
                                   street_id uuid not null);
                create table note (district_id uuid default n(0), id uuid primary key, text text not null,
                                   about_id uuid, about_type text);
                insert into street (id, name) values (n(1), '一街'), (n(2), '二街');
                insert into grid (id, name, street_id) values (n(3), '甲', n(1)), (n(4), '乙', n(1));
                insert into note (id, text, about_id, about_type) values
                    (n(5), 'street', n(1), 'Street'), (n(6), 'grid', n(3), 'Grid'), (n(7), 'nothing', null, null);
                """, """
                -- street
                select s.id, s.name from street s where s.district_id = :district
                -- grid
                select g.id, g.name, g.street_id from grid g where g.district_id = :district
                -- note
                select n.id, n.text, n.about_id, n.about_type from note n where n.district_id = :district
                """, """
                interface Place implements Node { id: ID! name: String! }
                type Street implements Node & Place @rows(of: "street", prefix: "street") {
                  id: ID!
                  name: String!
                  grids: GridConnection! @many(by: "street_id")
                }
                type Grid implements Node & Place @rows(of: "grid", prefix: "grid") {
                  id: ID!
                  name: String!
                  street: Street! @one(by: "street_id")
                }
                union Subject = Street | Grid
                type Note implements Node @rows(of: "note", prefix: "note") {
                  id: ID!
                  text: String!
                  place: Place @one(by: "about_id", type: "about_type")
                  subject: Subject @one(by: "about_id", type: "about_type")
                }
                extend type Query {
                  "All." streets: StreetConnection @list @auth(any: [GUEST])
                  "One." street(id: ID!): Street @get @auth(any: [GUEST])
                  "All." notes: NoteConnection @list @auth(any: [GUEST])
                }
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    @Test
    void aSelectionIsOneStatementOverTheColumnsItUses() {
        assertThat(sample.statement("{ streets(first: 2) { nodes { name } } }"))
                .isEqualTo("(select row_to_json(\"#\") from (select "
                        + "(select row_to_json(\"#\") from (select coalesce(p.a0, '[]'::json) as \"nodes\" from "
                        + "(select json_agg(\"#0\") as a0 from "
                        + "(select t2.name from (select s.id, s.name from street s where s.district_id = $1) t2"
                        + " where true and true order by t2.id limit $3::int) t1, "
                        + "lateral (select t1.name as \"name\") \"#0\") p) \"#\") as \"streets\") \"#\")");
    }

    @Test
    void aFieldAnswersUnderItsAliasAndInItsPlace() {
        sample.answers("""
                {
                  b: street(id: "street_2") { title: name id }
                  a: street(id: "street_1") { id title: name again: name }
                }
                """, """
                {b: {title: "二街", id: "street_2"},
                 a: {id: "street_1", title: "一街", again: "一街"}}
                """);
    }

    @Test
    void anAliasMayBeAnyWordOfTheStatement() {
        sample.answers("""
                {
                  p: streets(first: 1) {
                    x: nodes { select: name c: id t1: __typename }
                    c: edges { x: node { c: name } }
                    a0: totalCount
                  }
                }
                """, """
                {p: {x: [{select: "一街", c: "street_1", t1: "Street"}],
                     c: [{x: {c: "一街"}}],
                     a0: 2}}
                """);
    }

    @Test
    void theSameFieldTwiceIsMerged() {
        sample.answers("""
                { street(id: "street_1") { id } ...More street(id: "street_1") { grids { totalCount } } }
                fragment More on Query { street(id: "street_1") { grids { nodes { name } } } }
                """, """
                {street: {id: "street_1", grids: {nodes: [{name: "甲"}, {name: "乙"}], totalCount: 2}}}
                """);
    }

    @Test
    void aVariableIsBoundAndMayBeLeftToItsDefault() {
        String document = """
                query($id: ID! = "street_2", $first: NonNegativeInt = 1) {
                  street(id: $id) { name grids(first: $first) { nodes { name } } }
                }
                """;
        sample.answers(document, """
                {street: {name: "二街", grids: {nodes: []}}}
                """);
        sample.answers(document, Map.of("id", "street_1"), """
                {street: {name: "一街", grids: {nodes: [{name: "甲"}]}}}
                """);
        sample.answers(document, Map.of("id", "street_1", "first", 2), """
                {street: {name: "一街", grids: {nodes: [{name: "甲"}, {name: "乙"}]}}}
                """);
    }

    @Test
    void aPageSizeOfNullIsTheUsualOne() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("first", null);
        sample.answers("query($first: NonNegativeInt) { streets(first: $first) { nodes { id } } }", nothing, """
                {streets: {nodes: [{id: "street_1"}, {id: "street_2"}]}}
                """);
    }

    @Test
    void skipAndIncludeDecideWhatIsSelected() {
        String document = """
                query($names: Boolean!) {
                  streets {
                    nodes { id @skip(if: $names) name @include(if: $names) }
                    totalCount @include(if: false)
                  }
                }
                """;
        sample.answers(document, Map.of("names", true), """
                {streets: {nodes: [{name: "一街"}, {name: "二街"}]}}
                """);
        sample.answers(document, Map.of("names", false), """
                {streets: {nodes: [{id: "street_1"}, {id: "street_2"}]}}
                """);
    }

    @Test
    void everyLevelTellsItsType() {
        sample.answers("""
                {
                  __typename
                  streets(first: 1) {
                    __typename
                    edges { __typename node { __typename } }
                    pageInfo { __typename }
                  }
                }
                """, """
                {__typename: "Query",
                 streets: {__typename: "StreetConnection",
                           edges: [{__typename: "StreetEdge", node: {__typename: "Street"}}],
                           pageInfo: {__typename: "PageInfo"}}}
                """);
    }

    @Test
    void interfacesAndUnionsAnswerByTheTypeOfEachRow() {
        sample.answers("""
                {
                  notes {
                    nodes {
                      place { name ... on Grid { street { name } } }
                      subject { __typename ... on Street { id grids { totalCount } } }
                    }
                  }
                }
                """, """
                {notes: {nodes: [
                  {place: {name: "一街"}, subject: {__typename: "Street", id: "street_1", grids: {totalCount: 2}}},
                  {place: {name: "甲", street: {name: "一街"}}, subject: {__typename: "Grid"}},
                  {place: null, subject: null}]}}
                """);
    }

    @Test
    void aRowOfATypeThatNothingIsSelectedOfIsAnEmptyObject() {
        sample.answers("{ notes(first: 2) { nodes { subject { ... on Grid { name } } } } }", """
                {notes: {nodes: [{subject: {}}, {subject: {name: "甲"}}]}}
                """);
    }

    @Test
    void besideIntrospectionARowStillTellsItsType() {
        sample.answers("{ __type(name: \"Place\") { kind } node(id: \"grid_3\") { ... on Grid { name } } }", """
                {__type: {kind: "INTERFACE"}, node: {name: "甲"}}
                """);
    }

    /** By the specification a fragment is applied where the row's own type is one of the types of its condition. */
    @Test
    void conditionsWithinConditionsMustAllHold() {
        sample.answers("""
                {
                  notes(first: 2) {
                    nodes {
                      up: subject { ... on Place { ... on Node { id } } }
                      down: subject { ... on Node { ... on Street { name } } }
                      across: place { ... on Subject { ... on Node { ... on Grid { name } } } }
                      inside: place { ... on Node { ... on Place { name } } }
                    }
                  }
                }
                """, """
                {notes: {nodes: [
                  {up: {id: "street_1"}, down: {name: "一街"}, across: {}, inside: {name: "一街"}},
                  {up: {id: "grid_3"}, down: {}, across: {name: "甲"}, inside: {name: "甲"}}]}}
                """);
    }

    @Test
    void whatCannotBeIsNotSelected() {
        sample.answers("""
                {
                  notes(first: 2) {
                    nodes {
                      subject { ... on Street { ... on Node { ... on Grid { name street { name } } } } }
                    }
                  }
                }
                """, """
                {notes: {nodes: [{subject: {}}, {subject: {}}]}}
                """);
    }

    @Test
    void nodesAreFoundByTheirIdsInTheOrderAsked() {
        sample.answers("""
                {
                  node(id: "grid_3") { id ... on Place { name } }
                  nodes(ids: ["note_6", "street_9", "street_1", "note_6"]) { id ... on Note { text } ... on Street { name } }
                }
                """, """
                {node: {id: "grid_3", name: "甲"},
                 nodes: [{id: "note_6", text: "grid"}, null, {id: "street_1", name: "一街"}, {id: "note_6", text: "grid"}]}
                """);
    }
}
