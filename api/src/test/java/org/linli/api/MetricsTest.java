package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linli.services.Postgres;

/** What is told to Prometheus, and where. */
class MetricsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void areServedOnAPortOfTheirOwnAndNowhereElse() throws Exception {
        int port = freePort();
        try (Served served = new Served(
                Postgres.shared().freshDatabase("metrics"),
                "linli.jobs=true",
                "management.server.port=" + port,
                "management.endpoints.web.exposure.include=health,prometheus")) {
            String metrics = get(URI.create("http://localhost:" + port + "/metrics"));
            for (String name : List.of(
                    "linli_feed_head",
                    "linli_feed_lag",
                    "linli_feed_streams",
                    "linli_feed_groups",
                    "linli_feed_updates_total",
                    "linli_feed_gaps_total",
                    "linli_sockets_open",
                    "linli_streams_open",
                    "linli_webhooks_deliveries_total",
                    "linli_webhooks_failures_total",
                    "linli_webhooks_waiting{cell=\"home\"}"))
                assertThat(metrics).contains("\n" + name + " ");
            assertThat(get(served.at("/metrics"))).doesNotContain("linli_feed_head");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
