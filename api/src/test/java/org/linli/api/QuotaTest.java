package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.schema.Quota;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.identity.Districts;

/** What operators grant a district holds on a server within seconds, over every way in. */
class QuotaTest {
    private static final String DOCUMENT = "{ communities(first: 100) { nodes { name code } } }";

    private static final String UPDATES = "subscription($after: Cursor) { updates(after: $after) { id } }";
    private static final String FOLLOW = "{\"query\":\"subscription { updates { id } }\"}";
    private static final Map<String, String> HERE = Map.of("X-District", "140213");
    private static final String GREETING = "{\"X-District\":\"140213\"}";

    private static Database place;
    private static Served server;

    @BeforeAll
    static void serve() {
        place = Postgres.shared().freshDatabase("quota");
        server = new Served(place);
        Sql.run(place, "update district set state = 'ACTIVE'");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void aDistrictThatHasSpentItsShareComesBackLaterAndTheOtherGoesOn() throws Exception {
        Recorder.waitFor(() -> ask("990101").status() == 200);
        assertThat(ask("140213").status()).isEqualTo(200);
        // Minutes of debt after the next answer.
        Sql.run(
                place,
                "insert into district_quota (district_id, cost_per_second) select id, 1 from district where code = '140213'");
        try {
            Recorder.waitFor(() -> ask("140213").status() == 429);
            Served.Answer refused = ask("140213");
            assertThat(refused.code()).isEqualTo("THROTTLED");
            long seconds = refused.headers().firstValueAsLong("Retry-After").orElseThrow();
            assertThat(seconds).isPositive();
            assertThat(refused.body().at("/errors/0/extensions/retryAfter").longValue())
                    .isBetween(1L, seconds + 60);
            assertThat(refused.body().has("data")).isFalse();
            assertThat(ask("990101").status()).isEqualTo(200);
            try (SocketClient client = SocketClient.greeted(server.at("/").getPort(), "{\"X-District\":\"140213\"}")) {
                client.ask("1", "{\"query\":\"" + DOCUMENT + "\"}");
                assertThat(client.next()).contains("\"type\":\"error\"", "\"code\":\"THROTTLED\"", "\"retryAfter\":");
                client.ask("2", "{\"query\":\"subscription { updates { id } }\"}");
                assertThat(client.next()).contains("\"id\":\"2\"", "\"code\":\"THROTTLED\"");
            }
        } finally {
            Sql.run(place, "delete from district_quota");
        }
        Recorder.waitFor(() -> ask("140213").status() == 200);
    }

    /** However it ends. */
    @Test
    @SuppressWarnings("try")
    void aDistrictHasSoManyStreamsOpenAndEachThatEndsMakesRoom() throws Exception {
        Sql.run(
                place,
                "insert into district_quota (district_id, streams) select id, 2 from district where code = '140213'");
        try (Recorder events = Recorder.events(server.at("/"), HERE, UPDATES, null);
                SocketClient client = SocketClient.greeted(server.at("/").getPort(), GREETING)) {
            client.ask("1", FOLLOW);
            Recorder.waitFor(() -> open() == 2);
            Recorder.waitFor(() -> quota().streams() == 2);
            client.ask("2", FOLLOW);
            assertThat(client.next())
                    .contains("\"id\":\"2\"", "\"code\":\"STREAMS_FULL\"", "\"allowed\":2", "\"retryAfter\":10")
                    .contains("至多打开 2 个推送流");
            Served.Answer refused =
                    server.post("/graphql", FOLLOW, "Accept", "text/event-stream", "X-District", "140213");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("STREAMS_FULL");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
            try (Recorder other = Recorder.events(server.at("/"), Map.of("X-District", "990101"), UPDATES, null)) {
                Recorder.waitFor(() -> open() == 3);
                assertThat(other.goesOn()).isTrue();
            }
            client.send("{\"id\":\"1\",\"type\":\"complete\"}");
            thereIsRoomFor(1);
            events.close();
            thereIsRoomFor(2);
            client.ask("3", "{\"query\":\"subscription { updates(after: \\\"none\\\") { id } }\"}");
            assertThat(client.next()).contains("\"code\":\"INVALID_CURSOR\"");
            thereIsRoomFor(2);
            client.ask("4", FOLLOW);
            Recorder.waitFor(() -> open() == 1);
            Sql.run(place, "update district set state = 'SUSPENDED' where code = '140213'");
            assertThat(client.next()).contains("\"id\":\"4\"", "\"code\":\"DISTRICT_SUSPENDED\"");
        } finally {
            Sql.run(place, "update district set state = 'ACTIVE'");
            Recorder.waitFor(() -> ask("140213").status() == 200);
        }
        thereIsRoomFor(2);
        Sql.run(place, "delete from district_quota");
    }

    /** And for no more; what was opened for that leaves without a word. */
    private static void thereIsRoomFor(int more) throws Exception {
        int before = 2 - more;
        Recorder.waitFor(() -> open() == before);
        List<Recorder> streams = new ArrayList<>();
        for (int i = 0; i < more; i++) streams.add(Recorder.socket(server.at("/"), HERE, UPDATES, null));
        Recorder.waitFor(() -> open() == 2);
        assertThat(Recorder.socket(server.at("/"), HERE, UPDATES, null).end().code())
                .isEqualTo("STREAMS_FULL");
        assertThat(streams).allMatch(Recorder::goesOn);
        streams.forEach(Recorder::close);
        Recorder.waitFor(() -> open() == before);
    }

    /** Streams that the feed has. */
    private static int open() {
        return (int) server.part(MeterRegistry.class)
                .get("linli.feed.streams")
                .gauge()
                .value();
    }

    private static Quota quota() {
        return Objects.requireNonNull(
                        server.part(Districts.class).active("140213").block())
                .quota();
    }

    private static Served.Answer ask(String district) {
        return server.ask(DOCUMENT, Map.of(), "X-District", district);
    }
}
