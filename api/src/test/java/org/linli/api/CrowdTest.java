package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import tools.jackson.databind.JsonNode;

/**
 * A guardian with five hundred children wants seats for all of them at once, from two nodes over one database. Whoever is told that
 * the service is busy, or hears nothing in time, asks again under the same key.
 */
class CrowdTest {
    private static final int CHILDREN = 500;
    private static final int SEATS = 30;
    private static final String ACTIVITY = "activity_00000000-0000-0000-0000-0000000000ac";
    private static final String ENROL = """
            mutation($activity: ID!, $child: ID!) {
              enrol(activity: $activity, child: $child) {
                __typename ... on Enrolled { enrolment { id } } ... on Waitlisted { place enrolment { id } } ... on Refusal { message }
              }
            }
            """;
    private static final String CANCEL = """
            mutation($activity: ID!, $child: ID!) {
              cancelEnrolment(activity: $activity, child: $child) { __typename ... on EnrolmentCancelled { movedUp { id } } }
            }
            """;

    private final Keycloak keycloak = Keycloak.shared();

    /** The account 140213-resident, its children, and an activity with room for thirty. */
    private static final String STAGE = """
            select enter_district((select id from district where code = '140213'));
            insert into community (district_id, id, code, name)
            values (current_setting('linli.district')::uuid, md5('community')::uuid, 'TH', '太和社区');
            insert into grid (district_id, id, community_id, code, name)
            values (current_setting('linli.district')::uuid, md5('grid')::uuid, md5('community')::uuid, 'G1', '第一网格');
            insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation, subject)
            values (current_setting('linli.district')::uuid, md5('guardian')::uuid, '示例家长', md5('community')::uuid, md5('grid')::uuid,
                    'PERMANENT', '01900000-0000-4000-9000-140213000011');
            insert into resident (district_id, id, name, birth_date, community_id, grid_id, dwelling_relation, guardian_id)
            select current_setting('linli.district')::uuid, ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, '示例孩子' || n, date '2020-01-01', md5('community')::uuid,
                   md5('grid')::uuid, 'PERMANENT', md5('guardian')::uuid
              from generate_series(1, 500) n;
            insert into consent (district_id, resident_id, kind, given_by)
            select r.district_id, r.id, 'GUARDIANSHIP', r.guardian_id from resident r where r.guardian_id is not null;
            insert into activity (district_id, id, kind, title, host, venue, starts_at, ends_at, capacity, waitlist, status, published_at)
            values (current_setting('linli.district')::uuid, '00000000-0000-0000-0000-0000000000ac', 'COMMUNITY', '示例活动', '示例社区', '示例广场',
                    now() + interval '1 day', now() + interval '2 days', 30, 1000, 'ENROLLING', now());
            """;

    private static final String QUEUE = """
            select 'enrolment_' || id from enrolment where status = 'WAITLISTED' order by enrolled_at, id
            """;

    @Test
    void thirtySeatsAreTakenThirtyTimesAndTheRestWaitsInOrder() throws Exception {
        Database database = Postgres.shared().freshDatabase("crowd");
        try (Served one = served(database);
                Served other = served(database)) {
            stage(database);
            List<JsonNode> answers =
                    all(child -> insistently(child % 2 == 0 ? one : other, ENROL, child, "enrol-" + child));
            int seated = 0;
            List<String> waiting = new ArrayList<>();
            for (int place = 0; place < CHILDREN - SEATS; place++) waiting.add("");
            for (JsonNode enrol : answers) {
                String enrolment = enrol.at("/enrolment/id").asString();
                if (enrol.path("__typename").asString().equals("Enrolled")) seated++;
                else waiting.set(enrol.path("place").asInt() - 1, enrolment);
            }
            assertThat(seated).isEqualTo(SEATS);
            assertThat(waiting).doesNotContain("").doesNotHaveDuplicates();
            assertThat(Sql.rows(database, QUEUE)).isEqualTo(waiting);
            assertThat(Sql.rows(database, "select count(*) from event where name = 'ENROLMENT_MOVED'"))
                    .containsExactly(String.valueOf(CHILDREN));

            int leaving = IntStream.range(0, CHILDREN)
                    .filter(n -> answers.get(n).path("__typename").asString().equals("Enrolled"))
                    .findFirst()
                    .orElseThrow();
            assertThat(insistently(other, CANCEL, leaving + 1, "cancel")
                            .at("/movedUp/id")
                            .asString())
                    .isEqualTo(waiting.getFirst());
            assertThat(Sql.rows(database, QUEUE)).isEqualTo(waiting.subList(1, waiting.size()));
            assertThat(Sql.rows(database, "select 'enrolment_' || id from enrolment where status = 'CONFIRMED'"))
                    .hasSize(SEATS)
                    .contains(waiting.getFirst());
        }
    }

    /** Wherever in its work a mutation was met: who hears that the service is down and asks again with the same key has done it once. */
    @Test
    void aDatabaseKilledAmidMutationsLosesNoneAndDoublesNone() throws Exception {
        try (Postgres postgres = Postgres.throwaway();
                Served served = served(postgres.database("linli"))) {
            Database database = postgres.database("linli");
            stage(database);
            try (ExecutorService killer = Executors.newSingleThreadExecutor()) {
                Future<?> killed = killer.submit(() -> {
                    while (Integer.parseInt(Sql.rows(database, "select count(*) from enrolment")
                                    .getFirst())
                            < CHILDREN / 5) TimeUnit.MILLISECONDS.sleep(5);
                    postgres.kill();
                    postgres.start();
                    return null;
                });
                List<JsonNode> answers = all(child -> insistently(served, ENROL, child, "enrol-" + child));
                killed.get();
                assertThat(answers)
                        .allSatisfy(answer ->
                                assertThat(answer.path("__typename").asString()).isIn("Enrolled", "Waitlisted"));
                assertThat(answers.stream()
                                .map(answer -> answer.at("/enrolment/id").asString())
                                .distinct())
                        .hasSize(CHILDREN);
            }
            for (String once : List.of(
                    "select count(*) from enrolment",
                    "select count(*) from event where name = 'ENROLMENT_MOVED'",
                    "select count(distinct subject_id) from event where name = 'ENROLMENT_MOVED'",
                    "select count(*) from idempotency where outcome is not null"))
                assertThat(Sql.rows(database, once)).as(once).containsExactly(String.valueOf(CHILDREN));
            assertThat(Sql.rows(database, "select count(*) from enrolment where status = 'CONFIRMED'"))
                    .containsExactly(String.valueOf(SEATS));
        }
    }

    private Served served(Database database) {
        return new Served(database, "linli.keycloak.issuer=" + keycloak.issuer());
    }

    private interface Asked {
        JsonNode of(int child) throws InterruptedException;
    }

    private static List<JsonNode> all(Asked asked) throws InterruptedException, ExecutionException {
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> running = IntStream.rangeClosed(1, CHILDREN)
                    .mapToObj(child -> threads.submit(() -> asked.of(child)))
                    .toList();
            for (Future<JsonNode> answer : running) answers.add(answer.get());
        }
        return answers;
    }

    private JsonNode insistently(Served node, String document, int child, String key) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (true) {
            try {
                Served.Answer answer = node.ask(
                        document,
                        Map.of(
                                "activity",
                                ACTIVITY,
                                "child",
                                "resident_00000000-0000-0000-0001-%012d".formatted(child)),
                        "Authorization",
                        "Bearer " + keycloak.token("140213-resident"),
                        "Idempotency-Key",
                        key);
                if (answer.body().path("errors").isEmpty())
                    return answer.body().path("data").iterator().next();
                // Those that wait for the database take up the district's share, and who comes then is told to come
                // back as well.
                assertThat(answer.code()).isIn("UNAVAILABLE", "THROTTLED");
            } catch (IllegalStateException failure) {
                assertThat(failure).hasCauseInstanceOf(HttpTimeoutException.class);
            }
            assertThat(Instant.now()).isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    static void stage(Database database) throws SQLException {
        try (Connection migrator = database.connectAsMigrator();
                var statement = migrator.createStatement()) {
            statement.execute(STAGE);
        }
    }
}
