package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.UseCaseField;
import org.linli.schema.read.Inputs.Reference;

/** How the outcome of a use case becomes an answer, and arguments become what rules take. */
class OutcomeTest {
    private static final Caller WORKER = Sample.somebody(Role.GRID_WORKER);

    private static final String SDL = """
            type Visit implements Node @rows(of: "visit", prefix: "visit") {
              id: ID!
              note: String
              host: Visit @one(by: "host_id")
            }
            type Guest implements Node @rows(of: "visit", prefix: "guest") { id: ID! note: String! }
            type Bell implements Node @rows(of: "visit", prefix: "bell") { id: ID! }
            extend type Query { "One." visit(id: ID!): Visit @get @auth(any: [GUEST]) }
            extend type Mutation {
              "Visits."
              visit(host: ID @id(of: "Visit"), any: ID @id(of: ["Visit", "Guest"]), note: String = "usual" @text(most: 5),
                    lines: String @text(most: 9, lines: true), plans: [Plan!], times: PositiveInt, on: Date): VisitResult
                @auth(any: [GRID_WORKER])
            }
            input Plan { guests: [ID!] @id(of: "Guest"), why: String @text(most: 3) }
            union VisitResult = Visited | Full
            type Visited {
              visit: Visit @one(by: "visit_id")
              sure: Guest! @one(by: "guest_id")
              places: [Int!]!
              at: DateTime
              secret: String @auth(any: [AUDITOR])
            }
            type Full implements Refusal { code: String! message: String! }
            """;

    private static Sample sample;

    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table visit (district_id uuid default n(0), id uuid primary key, note text, host_id uuid);
                insert into visit (id, note, host_id) values (n(1), 'hello', n(2)), (n(2), null, null);
                """, """
                -- visit
                select v.id, v.note, v.host_id from visit v where v.district_id = :district
                """, SDL);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    @BeforeEach
    void usual() {
        sample.ends(
                "{\"#type\": \"Visited\", \"visit_id\": \"visit_1\", \"guest_id\": \"guest_1\", \"places\": [1, 2], \"at\": \"2024-11-01T18:00:00Z\", \"secret\": \"s\"}");
    }

    @Test
    void valuesComeFromTheOutcomeAndRowsFromReadModels() {
        sample.answers(
                WORKER,
                "mutation { v: visit { type: __typename ... on Visited { places at visit { note host { id } } } ... on Refusal { code } } }",
                Map.of(),
                "{v: {type: \"Visited\", places: [1, 2], at: \"2024-11-01T18:00:00+00:00\", visit: {note: \"hello\", host: {id: \"visit_2\"}}}}");
        assertThat(sample.statement()).containsOnlyOnce("from visit v where v.district_id = $1) t2");
    }

    @Test
    void aRefusalIsAnAnswer() {
        sample.ends("{\"#type\": \"Full\", \"code\": \"FULL\", \"message\": \"all are taken\"}");
        sample.answers(
                WORKER,
                "mutation { visit { ... on Visited { places } ... on Refusal { code message } ... on Full { __typename } } }",
                Map.of(),
                "{visit: {code: \"FULL\", message: \"all are taken\", __typename: \"Full\"}}");
    }

    @Test
    void aMissingValueIsNullInTheAnswerOfWhatWasDone() {
        sample.ends("{\"#type\": \"Visited\", \"guest_id\": \"guest_2\", \"places\": []}");
        sample.answers(
                WORKER,
                "mutation { visit { ... on Visited { places visit { id } sure { note } } } }",
                Map.of(),
                "{visit: null}",
                "MISSING_VALUE visit.sure.note");
    }

    @Test
    void aDeniedFieldOfAnOutcomeIsNull() {
        sample.answers(
                WORKER,
                "mutation { visit { ... on Visited { places secret } } }",
                Map.of(),
                "{visit: {places: [1, 2], secret: null}}",
                "FORBIDDEN visit.secret");
    }

    @Test
    void whoMayNotAskIsToldAtThePlaceAndNothingIsDone() {
        sample.answers(
                Caller.guest(Sample.DISTRICT),
                "mutation { a: visit { __typename } }",
                Map.of(),
                "{a: null}",
                "FORBIDDEN a");
    }

    @Test
    void severalAreDoneOneAfterTheOther() {
        sample.answers(
                WORKER,
                "mutation { a: visit { ... on Visited { places } } t: __typename b: visit { __typename } }",
                Map.of(),
                "{a: {places: [1, 2]}, t: \"Mutation\", b: {__typename: \"Visited\"}}");
        assertThat(sample.call().path()).isEqualTo("b");
    }

    @Test
    void aFailureIsTheWholeAnswerOrOneOfSeveral() {
        sample.fails();
        assertThat(sample.refusal(WORKER, "mutation { visit { __typename } }", Map.of()))
                .isEqualTo("UNAVAILABLE ");
        sample.answers(
                WORKER,
                "mutation { t: __typename b: visit { __typename } }",
                Map.of(),
                "{t: \"Mutation\", b: null}",
                "UNAVAILABLE b");
    }

    @Test
    void argumentsComeAsRulesTakeThem() {
        sample.answers(
                WORKER,
                "mutation($plan: Plan!, $on: Date) { visit(host: \"visit_1\", any: \"guest_2\", plans: [$plan, {why: \" b \"}], times: 3, on: $on, lines: \"a\\n b\") { __typename } }",
                Map.of("plan", Map.of("guests", List.of("guest_1"), "why", "a"), "on", "2024-11-01"),
                "{visit: {__typename: \"Visited\"}}");
        assertThat(sample.call().arguments())
                .isEqualTo(Map.of(
                        "host",
                        Sample.n(1),
                        "any",
                        new Reference("Guest", Sample.n(2)),
                        "note",
                        "usual",
                        "lines",
                        "a\n b",
                        "plans",
                        List.of(Map.of("guests", List.of(Sample.n(1)), "why", "a"), Map.of("why", "b")),
                        "times",
                        3,
                        "on",
                        LocalDate.of(2024, 11, 1)));
    }

    /** As what is played gives them. */
    @Test
    void idsThatAreTakenApartAreHeldToTheirTypesToo() {
        Declarations declarations = Contract.of(Sample.base(), SDL).declarations();
        Inputs inputs = new Inputs(declarations);
        UseCaseField visit = Objects.requireNonNull(declarations.useCases().get("visit"));
        Map<String, Object> apart = Map.of("host", Sample.n(1), "any", new Reference("Guest", Sample.n(2)));
        assertThat(inputs.of(visit, apart)).isEqualTo(apart);
        Reference bell = new Reference("Bell", Sample.n(3));
        assertThatThrownBy(() -> inputs.of(visit, Map.of("any", bell)))
                .hasMessage("INVALID_ID [bell_%s, Visit, Guest, any]".formatted(bell.id()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "host: \"guest_1\"; INVALID_ID",
                "host: \"visit_x\"; INVALID_ID",
                "note: \"123456\"; INVALID_TEXT",
                "note: \"  \"; INVALID_TEXT",
                "note: \"a\\nb\"; INVALID_TEXT",
                "lines: \"a\\u0007\"; INVALID_TEXT",
                "plans: [{why: \"1234\"}]; INVALID_TEXT",
                "plans: [{guests: [\"visit_1\"]}]; INVALID_ID"
            })
    void whatCannotBeTakenIsRefusedBeforeAnythingIsDone(String argument, String code) {
        assertThat(sample.refusal(WORKER, "mutation { visit(" + argument + ") { __typename } }", Map.of()))
                .isEqualTo(code + " visit");
    }
}
