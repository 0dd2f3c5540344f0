package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.contract.Contract;

/** What stops a start: a contradiction within the SDL, a read model that cannot be inlined, or one that does not fit its type. */
class StartTest {
    private static Connection database;

    @BeforeAll
    static void open() throws SQLException {
        database = Sample.database("""
                create type visit_kind as enum ('CALL', 'TALK');
                create table visit (district_id uuid not null, id uuid not null, kind visit_kind, paid_on date, length int);
                """);
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    private static final String ROOT =
            "extend type Query { \"All.\" visits: VisitConnection @list @auth(any: [GUEST]) }";
    private static final String READ_MODEL =
            "select v.id, v.kind, v.paid_on, v.length from visit v where v.district_id = :district";

    @Test
    void whatFitsStarts() {
        assertThatCode(() -> start("kind: VisitKind paidOn: Date length: Int", READ_MODEL))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@filter", "@order", "@group", "@measure"})
    void aMaskedFieldCannotBeFoundOutByOtherWays(String way) {
        refused(() -> Contract.of(Sample.base(), type("length: Int @masked " + way)), "Visit.length is masked");
    }

    @Test
    void aRootSaysWhoMayAskIt() {
        refused(
                () -> Contract.of(Sample.base(), root("\"All.\" visits: VisitConnection @list")),
                "Query.visits says with no @auth");
    }

    @Test
    void aRootIsDescribed() {
        refused(
                () -> Contract.of(Sample.base(), root("visits: VisitConnection @list @auth(any: [GUEST])")),
                "Query.visits has no description");
    }

    @Test
    void aDeniedRootAnswersNull() {
        refused(
                () -> Contract.of(Sample.base(), root("\"All.\" visits: VisitConnection! @list @auth(any: [GUEST])")),
                "Query.visits has @auth, so it must be nullable");
    }

    @Test
    void aDeniedFieldAnswersNull() {
        refused(
                () -> Contract.of(Sample.base(), type("length: Int! @auth(any: [AUDITOR])")),
                "Visit.length has @auth, so it must be nullable");
    }

    @Test
    void somebodyMaySelectAField() {
        refused(
                () -> Contract.of(Sample.base(), type("length: Int @auth(any: [])")),
                "length has @auth that nobody can fulfil");
    }

    @Test
    void anIdTellsItsType() {
        refused(
                () -> Contract.of(
                        Sample.base(),
                        type(""),
                        "type Call implements Node @rows(of: \"call\", prefix: \"visit\") { id: ID! }"),
                "shares its id prefix with");
    }

    @Test
    void aRelationThatIsFilteredByLeadsToAFilter() {
        refused(
                () -> Contract.of(
                        Sample.base(),
                        type("what: Thing @one(by: \"what_id\", type: \"what_type\") @filter"),
                        "union Thing = Visit",
                        ROOT),
                "Visit.what has @filter, but Thing has no filters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            select v.id from visit v where v.district_id = :district limit 10                         | has 'limit'
            select v.id from visit v where v.district_id = :district offset 1                         | has 'offset'
            select distinct v.id from visit v where v.district_id = :district                         | has 'distinct'
            select v.id from visit v where v.district_id = :district group by v.id                    | has 'group'
            select v.id from visit v where v.district_id = :district order by v.id                    | has 'order'
            select v.id from visit v where true union select v.id from visit v                        | has 'union'
            with v as (select id from visit) select v.id from v                                       | is not a select
            select v.id from visit v left join visit w on w.id = v.id where v.district_id = :district | has an outer join
            select v.id from visit v full outer join visit w on w.id = v.id                           | has an outer join
            select v.id, v.length + 1 from visit v where v.district_id = :district                    | has a column without a name
            """)
    void aReadModelCanBeInlined(String readModel, String why) {
        refused(() -> new ReadModel("visit", readModel), "read/visit.sql " + why);
    }

    @Test
    void insideASubSelectEverythingIsAllowed() {
        assertThatCode(() -> start("length: Int", """
                        select v.id,
                               (select w.length from visit w where w.district_id = :district order by w.paid_on limit 1) as length
                          from visit v
                         where v.district_id = :district
                        """)).doesNotThrowAnyException();
    }

    @Test
    void aReadModelIsThere() {
        refused(
                () -> Compiler.readModels(
                        Contract.of(Sample.base(), type(""), ROOT).declarations()),
                "no read model read/visit.sql");
    }

    @Test
    void aReadModelIsSql() {
        refused(
                () -> start("", "select v.id, v.weight from visit v where v.district_id = :district"),
                "read/visit.sql of Visit cannot be prepared",
                "v.weight does not exist");
    }

    @Test
    void everyFieldHasItsColumn() {
        refused(
                () -> start("visitorName: String", READ_MODEL),
                "Visit.visitorName: read/visit.sql has no column visitor_name");
    }

    @Test
    void aRelationHasItsKeyOnTheRightSide() {
        refused(
                () -> start("next: Visit @one(by: \"next_id\")", READ_MODEL),
                "Visit.next: read/visit.sql has no column next_id");
        refused(
                () -> start("others: [Visit!] @many(by: \"length\")", READ_MODEL),
                "column length of read/visit.sql is int4, not uuid");
    }

    @Test
    void anInterfaceIsToldByAColumn() {
        refused(
                () -> start("self: Node @one(by: \"id\")", READ_MODEL),
                "Visit.self: an interface or union needs a column with the type");
    }

    @Test
    void aColumnHasTheTypeOfItsField() {
        refused(
                () -> start("paidOn: DateTime", READ_MODEL),
                "Visit.paidOn: column paid_on of read/visit.sql is date, not timestamptz");
        refused(
                () -> start("length: [Int!]", READ_MODEL),
                "Visit.length: column length of read/visit.sql is int4, not int[]");
        refused(
                () -> start("length: VisitKind", READ_MODEL),
                "Visit.length: column length of read/visit.sql is int4, not visit_kind");
    }

    @Test
    void anEnumHasTheLabelsOfItsType() {
        String more = "enum VisitKind { CALL TALK LETTER }";
        refused(
                () -> start("kind: VisitKind", READ_MODEL, more),
                "Visit.kind: the contract knows [CALL, LETTER, TALK], the database [CALL, TALK]");
        refused(() -> start("kind: VisitKind", READ_MODEL, "enum VisitKind { CALL }"), "the contract knows [CALL]");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        refused(() -> start("paidOn: Int visitorName: String", READ_MODEL), "Visit.paidOn", "Visit.visitorName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "Calls." call: CallResult                                                       | Mutation.call says with no @auth who may ask it
            call: CallResult @auth(any: [GRID_WORKER])                                      | Mutation.call has no description
            "Calls." call: CallResult! @auth(any: [GRID_WORKER])                            | Mutation.call has @auth, so it must be nullable
            "Calls." call: Called @auth(any: [GRID_WORKER])                                 | Mutation.call answers no union of its outcomes
            "Calls." call: VisitResult @auth(any: [GRID_WORKER])                            | Visit is no outcome
            "Calls." call: ManyResult @auth(any: [GRID_WORKER])                             | CalledMany is an outcome, so it cannot have @many
            "Calls." call(on: ID!): CallResult @auth(any: [GRID_WORKER])                    | Mutation.call(on) says with no @id of which type it is
            "Calls." call(why: String): CallResult @auth(any: [GRID_WORKER])                | Mutation.call(why) says with no @text how long it may be
            "Calls." call(how: How): CallResult @auth(any: [GRID_WORKER])                   | How(why) says with no @text how long it may be
            "Calls." call(on: ID @id(of: "Trip")): CallResult @auth(any: [GRID_WORKER])     | Trip has no rows
            """)
    void aMutationSaysWhoMayAskItWhatItTakesAndHowItEnds(String mutation, String why) {
        refused(() -> Contract.of(Sample.base(), type("") + """
                        extend type Mutation { %s }
                        input How { why: String }
                        union CallResult = Called
                        union VisitResult = Visit
                        union ManyResult = CalledMany
                        type Called { at: DateTime }
                        type CalledMany { visits: [Visit!]! @many(by: "call_id") }
                        """.formatted(mutation)), why);
    }

    @Test
    void anOutcomeHasColumnsOfTypesThatThereAre() {
        refused(
                () -> {
                    Contract contract = Contract.of(
                            Sample.base(), type("kind: VisitKind"), "enum VisitKind { CALL TALK }", ROOT, """
                            extend type Mutation { "Calls." call: CallResult @auth(any: [GRID_WORKER]) }
                            union CallResult = Called
                            type Called { mood: Mood }
                            enum Mood { GOOD BAD }
                            """);
                    Catalogue.of(contract.declarations(), Sample.models("-- visit\n" + READ_MODEL), database);
                },
                "Called: ERROR: type \"mood\" does not exist");
    }

    private static void start(String fields, String readModel) throws SQLException {
        start(fields, readModel, "enum VisitKind { CALL TALK }");
    }

    private static void start(String fields, String readModel, String enums) throws SQLException {
        Contract contract = Contract.of(Sample.base(), type(fields), enums, ROOT);
        Catalogue.of(contract.declarations(), Sample.models("-- visit\n" + readModel), database);
    }

    private static String type(String fields) {
        return "type Visit implements Node @rows(of: \"visit\", prefix: \"visit\") { id: ID! %s }".formatted(fields);
    }

    private static String root(String field) {
        return type("") + " extend type Query { " + field + " }";
    }

    private static void refused(ThrowingCallable start, String... why) {
        assertThatThrownBy(start).isInstanceOf(IllegalStateException.class).hasMessageContainingAll(why);
    }
}
