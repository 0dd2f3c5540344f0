package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.linli.e2e.Corners.IdQuestion;

/** What is in one district does not exist in another, over the wire: not by id, not by cursor, not by header. By SQL: the attack kit of the API. */
class IsolationStory {
    private static final String HERE = "01900000-0000-7000-8000-000000140213";
    /** The demo has nobody evaluated in a real place; its ids are asked about all the same, so the story makes one of each. */
    private static final String EVALUATED = """
            insert into evaluation (district_id, id, author_id, activity_id, score)
            values ('%1$s', '%2$s', '01900000-0010-7000-8000-140213000001', '01900000-0040-7000-8000-140213000001', 5);
            insert into evaluation_campaign (district_id, id, community_id, title, subject_kind, subject_name, opens_at, closes_at)
            values ('%1$s', '%2$s', '01900000-0002-7000-8000-140213000001', '示例', 'MERCHANT', '示例', now(), '2099-01-01');
            insert into evaluation_leg (district_id, id, campaign_id, kind, weight) values ('%1$s', '%2$s', '%2$s', 'RESIDENTS', 100)
            """.formatted(HERE, "01900000-0050-7000-8000-140213000001");

    private static final String FORGOTTEN = """
            delete from evaluation_leg where district_id = '%1$s';
            delete from evaluation_campaign where district_id = '%1$s';
            delete from evaluation where district_id = '%1$s'
            """.formatted(HERE);

    private final RunningDemo demo = RunningDemo.shared();
    private final Rows rows = demo.rows();
    private final Visitor officerHere = demo.user("140213-officer");
    private final Visitor officerThere = demo.user("990101-officer");
    private final Contract contract = Contract.of(demo.guest("140213"));

    @BeforeAll
    static void evaluate() {
        RunningDemo.shared().rows().run(EVALUATED);
    }

    @AfterAll
    static void forget() {
        RunningDemo.shared().rows().run(FORGOTTEN);
    }

    @TestFactory
    Stream<DynamicTest> anIdOfTheInventedDistrictIsAMissingIdInPingcheng() {
        return areMissing(Ids.of(contract, officerThere), "140213");
    }

    @TestFactory
    Stream<DynamicTest> anIdOfPingchengIsAMissingIdInTheInventedDistrict() {
        return areMissing(Ids.of(contract, officerHere), "990101");
    }

    private Stream<DynamicTest> areMissing(Ids foreign, String district) {
        return Stream.of(
                        demo.guest(district),
                        demo.user(district + "-grid"),
                        demo.user(district + "-officer"),
                        demo.integrator(district))
                .map(visitor -> DynamicTest.dynamicTest(
                        visitor.toString(),
                        () -> assertThat(leaks(
                                        visitor, Corners.of(contract, visitor).idQuestions(), foreign))
                                .isEmpty()));
    }

    /** Whoever may do most, in each district: what is done to an id of the other one is what is done to a missing id. */
    @TestFactory
    Stream<DynamicTest> nothingCanBeDoneToAnIdOfAnotherDistrict() {
        Ids foreign = Ids.of(contract, officerThere);
        List<IdQuestion> questions = Corners.of(contract, officerHere).useCaseQuestions();
        assertThat(questions).isNotEmpty();
        return Stream.of("grid", "community", "street", "officer", "admin", "resident", "merchant", "unit", "member")
                .map(user -> demo.user("140213-" + user))
                .map(visitor -> DynamicTest.dynamicTest(
                        visitor.toString(),
                        () -> assertThat(leaks(visitor, questions, foreign)).isEmpty()));
    }

    /** The questions whose answers tell a foreign id from a missing one. */
    private static List<IdQuestion> leaks(Visitor visitor, List<IdQuestion> questions, Ids foreign) {
        Ids missing = foreign.missing();
        return questions.stream()
                .filter(foreign::answer)
                .filter(question -> {
                    String answer = foreign.ask(visitor, question);
                    assertThat(answer).as(question.document()).startsWith("200 ");
                    return !answer.equals(missing.ask(visitor, question));
                })
                .toList();
    }

    /** A server that knows the other district's ids, and lets it be known by a word of an error alone, is found out. */
    @Test
    void aLeakWouldBeSeen() throws IOException {
        Ids foreign = Ids.of(contract, officerThere);
        HttpServer leaking = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        leaking.createContext("/graphql", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean known = foreign.byType().values().stream().anyMatch(asked::contains);
            byte[] answer = "{\"data\":null,\"errors\":[{\"message\":\"%s\"}]}"
                    .formatted(known ? "not yours" : "not there")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        leaking.start();
        try {
            Visitor visitor = new Visitor(
                    "visitor",
                    URI.create("http://127.0.0.1:" + leaking.getAddress().getPort()),
                    Map::of);
            List<IdQuestion> questions =
                    Corners.of(contract, demo.guest("140213")).idQuestions();
            assertThat(questions)
                    .filteredOn(foreign::answer)
                    .isNotEmpty()
                    .isEqualTo(leaks(visitor, questions, foreign));
        } finally {
            leaking.stop(0);
        }
    }

    /** The questions above do find what is there, asked by somebody of that district. */
    @Test
    void theSameIdsAreFoundWhereTheyBelong() {
        Ids own = Ids.of(contract, officerThere);
        Ids missing = own.missing();
        List<String> unmoved = Corners.of(contract, officerThere).idQuestions().stream()
                .filter(question -> question.name().startsWith("Query."))
                .filter(own::answer)
                .filter(question -> own.ask(officerThere, question).equals(missing.ask(officerThere, question)))
                .map(IdQuestion::name)
                .toList();
        // A compound has no figures so far.
        assertThat(unmoved).containsExactly("Query.figures(scope of Compound)");
    }

    @Test
    void noTypeAndNoFilterIsLeftOut() {
        Corners corners = Corners.of(contract, officerThere);
        assertThat(corners.idQuestions().stream().flatMap(question -> question.variables().values().stream()))
                .containsAll(contract.nodes());
        assertThat(corners.unasked()).isEmpty();
    }

    @Test
    void aTokenSpeaksForItsDistrictOnly() {
        for (Visitor visitor :
                List.of(demo.user("140213-grid"), demo.user("140213-officer"), demo.integrator("140213"))) {
            Answer answer = visitor.with("X-District", "990101").ask("{ district { code } }");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.codes()).containsExactly("DISTRICT_UNKNOWN");
            assertThat(answer.json().has("data")).isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> aCursorLeadsNowhereElse() {
        return contract.type("Query").fields().values().stream()
                // Nobody follows here for long enough to be listed.
                .filter(field ->
                        field.arguments().containsKey("after") && !field.name().equals("streams"))
                .map(field -> DynamicTest.dynamicTest(field.name(), () -> {
                    String page = "query($after: %s) { %s(first: 1, after: $after) { pageInfo { endCursor } } }"
                            .formatted(
                                    Objects.requireNonNull(field.arguments().get("after"))
                                            .name(),
                                    field.name());
                    String cursor = officerThere
                            .ask(page)
                            .at(field.name() + "/pageInfo/endCursor")
                            .asString();
                    Map<String, String> after = Map.of("after", cursor);
                    assertThat(officerThere.ask(page, after).codes()).isEmpty();
                    assertThat(officerHere.ask(page, after).codes()).containsExactly("INVALID_CURSOR");
                }));
    }

    @Test
    void fiveHundredMoreDistrictsChangeNoAnswer() {
        List<String> before = answersHere();
        rows.run("""
                insert into district (code, name, kc_org_id)
                select (100000 + n)::text, '示例空区 ' || n, gen_random_uuid() from generate_series(1, 500) n""");
        try {
            assertThat(demo.guest("100500").ask("{ streets { totalCount } }").number("streets/totalCount"))
                    .isZero();
            assertThat(answersHere()).isEqualTo(before);
        } finally {
            rows.run("delete from district where code between '100001' and '100500'");
        }
    }

    private List<String> answersHere() {
        return Stream.of(demo.guest("140213"), demo.user("140213-grid"), demo.user("140213-officer"))
                .map(visitor -> visitor.ask("""
                        { district { code streets { totalCount nodes { name residentCount figures { key value } } } }
                          activities(first: 20) { totalCount nodes { title community { name } enrolmentCount } }
                          residents(first: 20) { totalCount nodes { name grid { code } } } }""").text())
                .toList();
    }
}
