package org.linli.api.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/**
 * A document is one statement, however deep it goes and however long its pages are. PostgreSQL counts: no statement sees a row
 * without entering its district, and here that function counts its calls.
 */
class OneStatementTest {
    private static final Limits WIDE = new Limits(24, 100, 20, 2000, Long.MAX_VALUE, Long.MAX_VALUE);

    /** From a street down to the authors of evaluations: eight types, sixteen levels of fields, four of them nested pages. */
    private static final String DEEP = """
            query Deep($size: NonNegativeInt!, $since: DateTime!, $kinds: ActivityFilter!) {
              streets(first: $size, orderBy: [NAME_ASC]) {
                nodes {
                  title: name
                  communities(first: $size, where: {grids: {some: {status: {ne: RETIRED}}}}) {
                    totalCount
                    nodes {
                      ...Named
                      grids(first: $size, orderBy: [STATUS_DESC, CODE_ASC]) {
                        edges {
                          cursor
                          node {
                            ...Named
                            held: activities(first: $size, where: {and: [{startsAt: {gte: $since}}, $kinds]}, orderBy: STARTS_AT_DESC) {
                              pageInfo { hasNextPage endCursor }
                              nodes {
                                title
                                enrolments(first: $size) {
                                  nodes {
                                    status
                                    evaluations(first: $size) {
                                      nodes { score author { ... on Resident { name } } subject { ... on Activity { seatsLeft } } }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
            fragment Named on Territory { id name }
            """;

    private static Database database;
    private static Served served;

    @BeforeAll
    static void open() throws SQLException {
        database = Fixture.fill();
        served = new Served(Contract.load(), database, WIDE);
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    create sequence entered;
                    grant usage on sequence entered to linli_app;
                    create or replace function enter_district(district uuid) returns boolean
                        language sql
                        return nextval('entered') > 0 and set_config('linli.district', district::text, true) is not null;
                    """);
        }
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void sevenLevelsAreOneStatement(int size) throws SQLException {
        long before = entered();
        Answer answer = ask(size);
        assertThat(answer.problems()).isEmpty();
        assertThat(answer.sql()).hasSize(1);
        assertThat(entered() - before).isEqualTo(1);
    }

    @Test
    void theStatementIsTheSameAtEverySize() {
        assertThat(ask(1).sql()).isEqualTo(ask(10).sql()).isEqualTo(ask(100).sql());
    }

    @Test
    void itReachesTheLastLevel() {
        assertThat(Objects.requireNonNull(ask(100).data()).findValuesAsString("score"))
                .isNotEmpty();
    }

    private static Answer ask(int size) {
        return served.ask(
                Objects.requireNonNull(Fixture.callers().get("district officer")),
                DEEP,
                Map.of(
                        "size",
                        size,
                        "since",
                        "2024-01-01T00:00:00Z",
                        "kinds",
                        Map.of("status", Map.of("ne", "CANCELLED"))));
    }

    private static long entered() throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet counted = statement.executeQuery("select last_value from entered")) {
            counted.next();
            return counted.getLong(1);
        }
    }
}
