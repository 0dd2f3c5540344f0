package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;

/** What operators grant a district holds on a server within seconds, over every way in. */
class QuotaTest {
    private static final String DOCUMENT = "{ communities(first: 100) { nodes { name code } } }";

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

    private static Served.Answer ask(String district) {
        return server.ask(DOCUMENT, Map.of(), "X-District", district);
    }
}
