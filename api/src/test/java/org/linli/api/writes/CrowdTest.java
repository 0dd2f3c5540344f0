package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.Role;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.JsonNode;

/** Many at once, on two nodes over one database. Who is told that the service is busy asks again under the same key. */
class CrowdTest {
    private static final int PEOPLE = 500;
    private static final int SEATS = 30;
    private static final String ACTIVITY = node(HERE, "activity", 1);
    private static final String ENROL = """
            mutation { enrol(activity: "%s") { __typename ... on Enrolled { enrolment { id } } ... on Waitlisted { place enrolment { id } } } }
            """.formatted(ACTIVITY);

    @Test
    void thirtySeatsAreTakenThirtyTimesAndTheRestWaitsInOrder() throws Exception {
        try (Writes writes = new Writes();
                Served other = writes.anotherNode()) {
            crowd(writes);
            List<Future<JsonNode>> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < PEOPLE; n++) {
                    Served node = n % 2 == 0 ? writes.served() : other;
                    Caller caller = person(n);
                    IdempotencyKey key = new IdempotencyKey("enrol-" + n);
                    answers.add(threads.submit(() -> insistently(node, caller, ENROL, key)));
                }
            }
            int seated = 0;
            List<String> waiting = new ArrayList<>();
            for (int place = 0; place < PEOPLE - SEATS; place++) waiting.add("");
            for (Future<JsonNode> answer : answers) {
                JsonNode enrol = answer.get().path("enrol");
                if (enrol.path("__typename").asString().equals("Enrolled")) seated++;
                else
                    waiting.set(
                            enrol.path("place").asInt() - 1,
                            enrol.at("/enrolment/id").asString());
            }
            assertThat(seated).isEqualTo(SEATS);
            assertThat(waiting).doesNotContain("").doesNotHaveDuplicates();
            assertThat(queue(writes)).isEqualTo(waiting);
            assertThat(writes.rows(
                            "select count(*) from event where district_id = :district and name = 'ENROLMENT_MOVED'"))
                    .containsExactly(String.valueOf(PEOPLE));

            int leaving = IntStream.range(0, PEOPLE)
                    .filter(n -> answered(answers.get(n)).equals("Enrolled"))
                    .findFirst()
                    .orElseThrow();
            writes.done(person(leaving), "cancelEnrolment(activity: \"%s\")".formatted(ACTIVITY), "", null);
            assertThat(queue(writes)).isEqualTo(waiting.subList(1, waiting.size()));
            assertThat(writes.rows(
                            "select 'enrolment_' || id from enrolment where district_id = :district and activity_id = '%s' and status = 'CONFIRMED'"
                                    .formatted(Fixture.id(HERE, "activity", 1))))
                    .hasSize(SEATS)
                    .contains(waiting.getFirst());
        }
    }

    private static void crowd(Writes writes) {
        writes.sql("""
                insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation)
                select :district, md5('crowd' || n)::uuid, '居民' || n, '%s', '%s', 'PERMANENT' from generate_series(0, %d) n;
                update activity set status = 'ENROLLING', published_at = now(), capacity = %d, waitlist = 1000, audience = 'EVERYBODY',
                       starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id = '%s';
                delete from evaluation where district_id = :district and activity_id = '%5$s';
                delete from enrolment where district_id = :district and activity_id = '%5$s'
                """.formatted(
                        Fixture.id(HERE, "community", 1),
                        Fixture.id(HERE, "grid", 1),
                        PEOPLE - 1,
                        SEATS,
                        Fixture.id(HERE, "activity", 1)));
    }

    private static Caller person(int n) {
        UUID resident =
                UUID.fromString(md5("crowd" + n).replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
        return new Caller(
                new UUID(7, n),
                HERE,
                "linli-web",
                EnumSet.of(Role.GUEST, Role.ACCOUNT, Role.RESIDENT),
                Map.of(),
                Map.of(Role.RESIDENT, Set.of(resident)));
    }

    private static String md5(String text) {
        return DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode insistently(Served node, Caller caller, String document, IdempotencyKey key) {
        while (true) {
            Answer answer = node.ask(caller, document, Map.of(), key);
            if (answer.problems().isEmpty()) return Objects.requireNonNull(answer.data());
            assertThat(answer.problems()).allMatch(problem -> problem.code().equals("UNAVAILABLE"));
        }
    }

    private static String answered(Future<JsonNode> answer) {
        return answer.resultNow().at("/enrol/__typename").asString();
    }

    private static List<String> queue(Writes writes) {
        return writes.rows("""
                select 'enrolment_' || id from enrolment where district_id = :district and activity_id = '%s' and status = 'WAITLISTED'
                 order by enrolled_at, id
                """.formatted(Fixture.id(HERE, "activity", 1)));
    }
}
