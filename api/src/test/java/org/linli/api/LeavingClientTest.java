package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.live.feed.Feed;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import reactor.core.publisher.Mono;

/** A client that leaves before it has its answer is nobody's error: it is counted, and the log is silent. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "linli.keycloak.issuer=http://localhost:9/realms/linli",
            "linli.sealing.current=test",
            "management.endpoint.health.group.ready.include=ping"
        })
@Isolated("what others log would be taken for its own")
class LeavingClientTest {
    private static final int MORE_THAN_SOCKETS_HOLD = 30_000_000;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, FixedOrigins.class, OneSchema.class})
    static class ThreeFields {
        @Bean
        GraphQlSource source() {
            return GraphQlSource.builder(new SchemaGenerator()
                            .makeExecutableSchema(
                                    new SchemaParser()
                                            .parse("type Query { late: String lateFault: String long: String }"),
                                    RuntimeWiring.newRuntimeWiring()
                                            .type(
                                                    "Query",
                                                    query -> query.dataFetcher("late", environment -> late("late"))
                                                            .dataFetcher("lateFault", environment -> late(null))
                                                            .dataFetcher(
                                                                    "long",
                                                                    environment -> "x".repeat(MORE_THAN_SOCKETS_HOLD)))
                                            .build()))
                    .configureGraphQl(engine -> engine.defaultDataFetcherExceptionHandler(new FetcherFaults()))
                    .build();
        }

        private static CompletableFuture<String> late(@org.jspecify.annotations.Nullable String answer) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        if (answer == null) throw ClientFault.of(ErrorCode.UNAVAILABLE);
                        return answer;
                    },
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        }

        @Bean
        Feed feed() {
            return (subscription, outlet) -> {
                throw new AssertionError("nobody subscribes here");
            };
        }

        @Bean
        Asker asker() {
            Caller guest =
                    Caller.guest(new District(new UUID(0, 1), "990101", "示例区", ZoneId.of("Asia/Shanghai"), Set.of()));
            return credentials -> Mono.just(guest);
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItsBodyIsRead(boolean reset) throws Exception {
        leave(request("{\"query\":\"{ late }\"}").replace("}\"}", ""), reset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"late", "lateFault"})
    void whileItsAnswerIsMade(String field) throws Exception {
        leave(request("{\"query\":\"{ " + field + " }\"}"), true);
        // The field ends after the client has left; nobody is told, and nothing is said of it.
        Thread.sleep(500);
        assertThat(complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItsAnswerIsWritten(boolean reset) throws Exception {
        long before = answered();
        try (Socket client = connect()) {
            client.getOutputStream().write(request("{\"query\":\"{ long }\"}").getBytes(UTF_8));
            client.getInputStream().readNBytes(1000);
            if (reset) client.setSoLinger(true, 0);
        }
        Instant deadline = Instant.now().plusSeconds(20);
        while (answered() == before) sleepUntil(deadline);
        assertThat(complaints()).isEmpty();
    }

    @Test
    void aBodyInBrokenChunksIsItsSendersFault() throws Exception {
        try (Socket client = connect()) {
            client.setSoTimeout(10_000);
            client.getOutputStream()
                    .write(request("no length\r\n")
                            .replace("Content-Length: 11", "Transfer-Encoding: chunked")
                            .getBytes(UTF_8));
            assertThat(new String(client.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 400");
        }
        assertThat(complaints()).isEmpty();
    }

    @Test
    void anErrorOfOursIsStillHeard() {
        Faults.fault(new IllegalStateException("heard"));
        Faults.dropped(new IllegalStateException("heard too"));
        assertThat(complaints()).hasSize(2);
    }

    private void leave(String sent, boolean reset) throws IOException, InterruptedException {
        long before = left();
        try (Socket client = connect()) {
            client.getOutputStream().write(sent.getBytes(UTF_8));
            Thread.sleep(100);
            if (reset) client.setSoLinger(true, 0);
        }
        Instant deadline = Instant.now().plusSeconds(20);
        while (left() == before) sleepUntil(deadline);
        assertThat(complaints()).isEmpty();
    }

    private static void sleepUntil(Instant deadline) throws InterruptedException {
        assertThat(Instant.now()).isBefore(deadline);
        Thread.sleep(10);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static String request(String body) {
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private long left() {
        return count("499");
    }

    private long answered() {
        return count("200");
    }

    private long count(String status) {
        return meters.timer("http.server.requests", "uri", "/graphql", "status", status)
                .count();
    }

    private List<ILoggingEvent> complaints() {
        return new ArrayList<>(log.list)
                .stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                        .toList();
    }
}
