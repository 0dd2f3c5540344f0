package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.SocketClient.Closed;
import org.linli.schema.ErrorCode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** graphql-transport-ws rule by rule, over real sockets. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = Streamed.class,
        properties = {
            "linli.keycloak.issuer=http://localhost:9/realms/linli",
            "linli.sealing.current=test",
            "linli.cors-origins=https://*.example.gov.cn",
            "linli.body-limit=4KB",
            "linli.guests.body-limit=2KB",
            "linli.streams.greeting=1s",
            "linli.streams.heartbeat=300ms",
            "linli.streams.silence=4s",
            "linli.streams.most-operations=5",
            "management.endpoint.health.group.ready.include=ping"
        })
class SocketsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INIT = "{\"type\":\"connection_init\"}";
    private static final String GUEST = "{\"X-District\":\"990101\"}";
    private static final String HELLO = "{\"query\":\"{ hello(name: \\\"邻里\\\") }\"}";
    private static final String COUNT = "{\"query\":\"subscription { count }\"}";

    @LocalServerPort
    private int port;

    @Autowired
    private Streamed streamed;

    @Autowired
    private Connections connections;

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void forgive() {
        streamed.expired = false;
        streamed.followed.clear();
    }

    @Test
    void aQueryIsAnsweredAndCompleted() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", HELLO);
            assertThat(client.next())
                    .isEqualTo("{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":{\"hello\":\"你好 邻里\"}}}");
            assertThat(client.next()).isEqualTo("{\"id\":\"1\",\"type\":\"complete\"}");
            client.ask("1", HELLO);
            assertThat(client.next()).contains("\"next\"");
        }
    }

    @Test
    void aMutationHasItsKeyFromTheExtensionsAndFromNoHeader() {
        try (SocketClient client = SocketClient.greeted(port, GUEST, "Idempotency-Key", "of-the-upgrade")) {
            client.ask("1", "{\"query\":\"mutation { key }\",\"extensions\":{\"idempotencyKey\":\"k1\"}}");
            assertThat(client.next()).contains("{\"data\":{\"key\":\"k1\"}}");
            client.next();
            client.ask("2", "{\"query\":\"mutation { key }\"}");
            assertThat(client.next()).contains("{\"data\":{\"key\":null}}");
            client.next();
            client.ask("3", "{\"query\":\"mutation { key }\",\"extensions\":{\"idempotencyKey\":\"\"}}");
            assertThat(client.next()).contains("\"error\"", "INVALID_IDEMPOTENCY_KEY");
        }
    }

    @Test
    void aSubscriptionIsWrittenByTheFeedUntilTheClientCompletesIt() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("a\\\"b", COUNT);
            Streamed.Followed followed = streamed.subscription();
            assertThat(followed.subscription().transport()).isEqualTo("WEBSOCKET");
            followed.write("{\"data\":{\"count\":1}}");
            assertThat(client.next())
                    .isEqualTo("{\"id\":\"a\\\"b\",\"type\":\"next\",\"payload\":{\"data\":{\"count\":1}}}");
            client.send("{\"id\":\"a\\\"b\",\"type\":\"complete\"}");
            await(followed);
            followed.write("{\"data\":{\"count\":2}}");
            client.send("{\"type\":\"ping\"}");
            assertThat(client.next()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void whatTheFeedEndsIsToldInTheLanguageOfTheSubscriptionWithTheCursorToGoOn() {
        for (String language : new String[] {"en", "zh-CN"})
            try (SocketClient client = SocketClient.greeted(
                    port, "{\"X-District\":\"990101\",\"Accept-Language\":\"" + language + "\"}")) {
                client.ask("1", COUNT);
                Streamed.Followed followed = streamed.subscription();
                followed.end(ErrorCode.GAP, "c9");
                JsonNode told = JSON.readTree(client.next());
                assertThat(told.at("/type").stringValue()).isEqualTo("error");
                assertThat(told.at("/payload/0/extensions/code").stringValue()).isEqualTo("GAP");
                assertThat(told.at("/payload/0/extensions/resumeAfter").stringValue())
                        .isEqualTo("c9");
                String message = told.at("/payload/0/message").stringValue();
                if (language.equals("en")) assertThat(message).doesNotContainPattern("\\p{IsHan}");
                else assertThat(message).containsPattern("\\p{IsHan}{3}");
                followed.write("{\"data\":{\"count\":2}}");
                followed.end(ErrorCode.STREAM_ENDED, null);
                client.ask("1", COUNT);
                streamed.subscription().end(ErrorCode.RIGHT_LOST, null);
                assertThat(client.next())
                        .contains("\"extensions\":{\"code\":\"RIGHT_LOST\"}")
                        .doesNotContain("resumeAfter");
            }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ hello(name: }                        | SYNTAX_ERROR",
                "{ nothing }                            | INVALID_DOCUMENT",
                "query($n: String!) { hello(name: $n) } | INVALID_VARIABLE",
                "query A { down } query B { down }      | INVALID_OPERATION_NAME",
                "subscription { nothing }               | INVALID_DOCUMENT"
            })
    void whatCannotRunIsAnErrorAndNoMore(String document, String code) {
        try (SocketClient client = SocketClient.greeted(port, GUEST, "Accept-Language", "en")) {
            client.ask("1", JSON.writeValueAsString(Map.of("query", document)));
            JsonNode told = JSON.readTree(client.next());
            assertThat(told.at("/type").stringValue()).isEqualTo("error");
            assertThat(told.at("/payload").isArray()).isTrue();
            assertThat(told.at("/payload/0/extensions/code").stringValue()).isEqualTo(code);
            assertThat(told.at("/payload/0/message").stringValue()).doesNotContainPattern("\\p{IsHan}");
            client.ask("1", HELLO);
            assertThat(client.next()).contains("\"next\"");
        }
    }

    @Test
    void anErrorInsideAnAnswerIsPartOfIt() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", "{\"query\":\"{ down hello(name: \\\"x\\\") }\"}");
            assertThat(client.next()).contains("\"next\"", "UNAVAILABLE", "\"down\":null", "你好 x");
            assertThat(client.next()).contains("\"complete\"");
        }
    }

    @Test
    void whoDoesNotGreetIsClosed() {
        try (SocketClient client = new SocketClient(port, SocketClient.PROTOCOL)) {
            client.send("{\"type\":\"ping\"}");
            assertThat(client.next()).isEqualTo("{\"type\":\"pong\"}");
            assertThat(client.closed()).isEqualTo(new Closed(4408, "Connection initialisation timeout"));
        }
    }

    @Test
    void whoGreetsTwiceIsClosed() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.send(INIT);
            assertThat(client.closed()).isEqualTo(new Closed(4429, "Too many initialisation requests"));
        }
    }

    @Test
    void whoAsksBeforeItIsKnownIsClosed() {
        try (SocketClient client = new SocketClient(port, SocketClient.PROTOCOL, "X-District", "990101")) {
            client.ask("1", HELLO);
            assertThat(client.closed()).isEqualTo(new Closed(4401, "Unauthorized"));
        }
    }

    @Test
    void anIdIsUsedOnceAtATime() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", COUNT);
            Streamed.Followed followed = streamed.subscription();
            client.ask("1", HELLO);
            assertThat(client.closed()).isEqualTo(new Closed(4409, "Subscriber for 1 already exists"));
            await(followed);
        }
    }

    @Test
    void aLongIdIsToldInPart() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("长".repeat(300), COUNT);
            client.ask("长".repeat(300), COUNT);
            Closed closed = client.closed();
            assertThat(closed.code()).isEqualTo(4409);
            assertThat(closed.reason().getBytes(UTF_8)).hasSizeLessThan(124);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "5",
                "{}",
                "{\"type\":5}",
                "{\"type\":null}",
                "{\"type\":\"connection_ack\"}",
                "{\"type\":\"start\",\"id\":\"1\"}",
                "{\"type\":\"pong\"} x",
                "{\"type\":\"complete\"}",
                "{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ who }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{\"query\":\"{ who }\"}}",
                "{\"type\":\"subscribe\",\"id\":1,\"payload\":{\"query\":\"{ who }\"}}",
                "{\"type\":\"subscribe\",\"id\":\"1\"}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":null}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":\"{ who }\"}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":5}}",
                "{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{\"query\":\"{ who }\",\"variables\":[]}}"
            })
    void whatIsNoMessageClosesTheSocket(String message) {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.send(message);
            assertThat(client.closed()).isEqualTo(new Closed(4400, "Not a message of graphql-transport-ws"));
        }
    }

    @Test
    void greetingsAreObjectsAndMessagesAreTexts() {
        try (SocketClient client = new SocketClient(port, SocketClient.PROTOCOL)) {
            client.send("{\"type\":\"connection_init\",\"payload\":\"x\"}");
            assertThat(client.closed().code()).isEqualTo(4400);
        }
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.socket()
                    .sendBinary(ByteBuffer.wrap(HELLO.getBytes(UTF_8)), true)
                    .join();
            assertThat(client.closed().code()).isEqualTo(4400);
        }
    }

    @Test
    void aMessageMayComeInPieces() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            String message = "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + HELLO + "}";
            client.socket().sendText(message.substring(0, 30), false).join();
            client.socket().sendText(message.substring(30), true).join();
            assertThat(client.next()).contains("\"next\"");
        }
    }

    @Test
    void aMessageHasItsLimitAndAGuestALowerOne() {
        String pad = ",\"extensions\":{\"pad\":\"" + "x".repeat(2500) + "\"}";
        try (SocketClient client = SocketClient.greeted(port, "{\"token\":\"good\"}")) {
            client.ask("1", "{\"query\":\"{ who }\"" + pad + "}");
            assertThat(client.next()).contains("account");
            client.next();
            client.send("{\"type\":\"ping\",\"payload\":\"" + "x".repeat(5000) + "\"}");
            assertThat(client.closed().code()).isEqualTo(1009);
        }
        for (SocketClient client :
                new SocketClient[] {SocketClient.greeted(port, GUEST), new SocketClient(port, SocketClient.PROTOCOL)})
            try (client) {
                client.ask("1", "{\"query\":\"{ who }\"" + pad + "}");
                assertThat(client.closed()).isEqualTo(new Closed(1009, "A message has at most 2048 bytes"));
            }
        try (SocketClient client = SocketClient.greeted(port, "{\"token\":\"good\"}")) {
            for (int i = 0; i < 3; i++)
                client.socket().sendText("x".repeat(2000), false).join();
            assertThat(client.closed()).isEqualTo(new Closed(1009, "A message has at most 4096 bytes"));
        }
    }

    @Test
    void aSocketCarriesOnlySoManyOperations() {
        try (SocketClient client = SocketClient.greeted(port, GUEST, "Accept-Language", "en")) {
            for (int i = 0; i < 5; i++) client.ask("s" + i, COUNT);
            for (int i = 0; i < 5; i++) streamed.subscription();
            client.ask("one too many", HELLO);
            assertThat(client.next()).contains("one too many", "TOO_MANY_STREAMS", "5 operations");
            client.send("{\"id\":\"s0\",\"type\":\"complete\"}");
            client.ask("room again", HELLO);
            assertThat(client.next()).contains("room again", "你好");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Authorization\":\"Bearer good\"}",
                "{\"authorization\":\"Bearer good\"}",
                "{\"AUTHORIZATION\":\"Bearer good\",\"other\":{\"x\":1}}",
                "{\"token\":\"good\"}",
                "{\"token\":\"good\",\"Authorization\":null,\"X-District\":\"\"}"
            })
    void whoCanOnlyOpenASocketSaysItInTheGreeting(String payload) {
        try (SocketClient client = SocketClient.greeted(port, payload)) {
            client.ask("1", "{\"query\":\"{ who }\"}");
            assertThat(client.next()).contains("{\"data\":{\"who\":\"account\"}}");
        }
    }

    @Test
    void whatTheGreetingLeavesOutTheHeadersSay() {
        try (SocketClient client = SocketClient.greeted(port, "null", "Authorization", "Bearer good")) {
            client.ask("1", "{\"query\":\"{ who }\"}");
            assertThat(client.next()).contains("account");
        }
        try (SocketClient client =
                SocketClient.greeted(port, "{\"token\":\"good\"}", "Authorization", "Bearer somebody else")) {
            client.ask("1", "{\"query\":\"{ who }\"}");
            assertThat(client.next()).contains("account");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"token\":\"stolen\"}             | 4403 | TOKEN_INVALID",
                "{\"Authorization\":\"Basic good\"} | 4403 | TOKEN_INVALID",
                "{}                                 | 4403 | DISTRICT_REQUIRED",
                "{\"X-District\":\"throttled\"}     | 1013 | THROTTLED",
                "{\"X-District\":\"bug\"}           | 1011 | INTERNAL"
            })
    void whoIsNobodyIsClosedWithTheCode(String payload, int code, String reason) {
        try (SocketClient client = new SocketClient(port, SocketClient.PROTOCOL)) {
            client.send("{\"type\":\"connection_init\",\"payload\":" + payload + "}");
            assertThat(client.closed()).isEqualTo(new Closed(code, reason));
        }
    }

    @Test
    void aTokenThatExpiresOnAnOpenSocketIsRefusedFromThenOn() {
        try (SocketClient client = SocketClient.greeted(port, "{\"token\":\"good\"}")) {
            streamed.expired = true;
            client.ask("query", HELLO);
            assertThat(client.next()).contains("\"id\":\"query\",\"type\":\"error\"", "TOKEN_EXPIRED");
            streamed.expired = false;
            client.ask("query", HELLO);
            assertThat(client.next()).contains("你好");
        }
        streamed.expired = true;
        try (SocketClient client = new SocketClient(port, SocketClient.PROTOCOL)) {
            client.send("{\"type\":\"connection_init\",\"payload\":{\"token\":\"good\"}}");
            assertThat(client.closed()).isEqualTo(new Closed(4403, "TOKEN_EXPIRED"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example", "https://example.gov.cn.elsewhere.example", "null", "%"})
    void aPageOfAnotherOriginOpensNothing(String origin) throws IOException {
        assertThat(refused(403, SocketClient.PROTOCOL, "Origin", origin)).isTrue();
        assertThat(raw("Origin: " + origin + "\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("ORIGIN_REFUSED");
    }

    @Test
    void pagesOfThisServerAndOfAllowedOriginsDo() {
        for (String origin :
                new String[] {"http://localhost:" + port, "https://pingcheng.example.gov.cn", FixedOrigins.REGISTERED})
            SocketClient.greeted(port, GUEST, "Origin", origin).close();
    }

    @Test
    void onlyTheOneProtocolIsSpoken() throws IOException {
        try (SocketClient client = new SocketClient(port, "graphql-ws")) {
            assertThat(client.closed()).isEqualTo(new Closed(4406, "Subprotocol not acceptable"));
        }
        assertThat(refused(400, null)).isTrue();
        String spoken = "Sec-WebSocket-Protocol: graphql-ws, graphql-transport-ws\r\n";
        assertThat(raw(spoken))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("sec-websocket-protocol: graphql-transport-ws\r\n");
        assertThat(raw("")).startsWith("HTTP/1.1 400").contains("INVALID_UPGRADE");
        assertThat(raw(spoken, "13", "8")).startsWith("HTTP/1.1 400").contains("INVALID_UPGRADE");
        assertThat(raw(spoken, "Sec-WebSocket-Key", "No-Key")).startsWith("HTTP/1.1 400");
        assertThat(raw(spoken, "GET", "PUT")).startsWith("HTTP/1.1 405");
    }

    @Test
    void theServerIsHeardOfWhereNothingHappens() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            for (int i = 0; i < 3; i++) assertThat(client.nextOrPing()).isEqualTo("{\"type\":\"ping\"}");
            client.send("{\"type\":\"pong\"}");
            client.ask("1", HELLO);
            assertThat(client.next()).contains("你好");
        }
    }

    @Test
    void whoGivesNoSignOfLifeIsLeft() throws IOException {
        try (Socket silent = connect()) {
            upgrade(silent, "Sec-WebSocket-Protocol: graphql-transport-ws\r\n");
            String init = "{\"type\":\"connection_init\",\"payload\":" + GUEST + "}";
            // Masked by zeros, and never a pong.
            silent.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | init.length()), 0, 0, 0, 0});
            silent.getOutputStream().write(init.getBytes(UTF_8));
            long start = System.nanoTime();
            silent.setSoTimeout(10_000);
            InputStream in = silent.getInputStream();
            assertThat(in.readAllBytes()).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(7));
        }
    }

    @Test
    void whoDoesNotReadIsNotReadyUntilItDoes() {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", COUNT);
            Streamed.Followed followed = streamed.subscription();
            client.stopReading();
            int written = followed.fill();
            int ready = followed.ready().get();
            client.readOn();
            for (int i = 0; i < written; i++) assertThat(client.next()).contains("\"next\"");
            eventually(() -> followed.ready().get() > ready);
            assertThat(followed.onLoop(() -> followed.outlet().ready())).isTrue();
            client.ask("2", HELLO);
            assertThat(client.next()).contains("你好");
        }
    }

    /** It has as long for that as anybody who gives no sign of life, from then on; others are told meanwhile, and what waits here is little. */
    @Test
    void whoReadsTooLateComesUponWhereToGoOn() throws InterruptedException {
        try (SocketClient slow = SocketClient.greeted(port, GUEST);
                SocketClient other = SocketClient.greeted(port, GUEST)) {
            slow.ask("1", COUNT);
            Streamed.Followed followed = streamed.subscription();
            other.ask("1", COUNT);
            Streamed.Followed others = streamed.subscription();
            slow.stopReading();
            int written = followed.fill();
            Channel channel = streamed.filled();
            Thread.sleep(2500);
            followed.end(ErrorCode.GAP, "c9");
            others.write("{\"data\":{\"count\":1}}");
            assertThat(other.next()).contains("{\"count\":1}");
            assertThat(followed.onLoop(() -> channel.unsafe().outboundBuffer().totalPendingWriteBytes()))
                    .isLessThan(100_000);
            Thread.sleep(3000);
            slow.readOn();
            for (int i = 0; i < written; i++) assertThat(slow.next()).contains("\"next\"");
            assertThat(slow.next()).contains("\"error\"", "GAP", "\"resumeAfter\":\"c9\"");
            slow.ask("1", HELLO);
            assertThat(slow.next()).contains("你好");
        }
    }

    @Test
    void whoAsksWithoutReadingIsNotHeard() throws InterruptedException {
        try (SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("1", COUNT);
            Streamed.Followed followed = streamed.subscription();
            client.stopReading();
            followed.fill();
            int before = streamed.asked.get();
            client.ask("2", HELLO);
            Thread.sleep(500);
            assertThat(streamed.asked).hasValue(before);
            client.readOn();
            eventually(() -> streamed.asked.get() == before + 1);
        }
    }

    @Test
    void whoLeavesIsFollowedNoLonger() {
        SocketClient client = SocketClient.greeted(port, GUEST);
        client.ask("1", COUNT);
        Streamed.Followed followed = streamed.subscription();
        eventually(() -> meters.get("linli.sockets.open").gauge().value() > 0);
        client.close();
        await(followed);
        SocketClient polite = SocketClient.greeted(port, GUEST);
        polite.ask("1", COUNT);
        Streamed.Followed another = streamed.subscription();
        polite.socket().sendClose(1000, "bye").join();
        assertThat(polite.closed().code()).isEqualTo(1000);
        await(another);
        eventually(() -> meters.get("linli.sockets.open").gauge().value() == 0);
    }

    @Test
    void aServerThatLeavesEndsWhatGoesOnAndLetsFinishWhatDoesNot() {
        try (SocketClient idle = SocketClient.greeted(port, GUEST);
                SocketClient client = SocketClient.greeted(port, GUEST)) {
            client.ask("stream", COUNT);
            Streamed.Followed followed = streamed.subscription();
            client.ask("query", "{\"query\":\"{ late }\"}");
            client.ask("ready", HELLO);
            assertThat(client.next()).contains("你好");
            client.next();
            Instant start = Instant.now();
            var left = connections.leave();
            assertThat(idle.closed()).isEqualTo(new Closed(1012, "Service restart"));
            assertThat(client.next()).contains("\"id\":\"stream\",\"type\":\"error\"", "SERVER_LEAVING");
            await(followed);
            client.ask("another", HELLO);
            assertThat(client.next()).contains("\"id\":\"another\",\"type\":\"error\"", "SERVER_LEAVING");
            assertThat(refused(503, SocketClient.PROTOCOL)).isTrue();
            streamed.late.complete("answered");
            assertThat(client.next()).contains("answered");
            assertThat(client.next()).contains("complete");
            assertThat(client.closed()).isEqualTo(new Closed(1012, "Service restart"));
            left.orTimeout(5, TimeUnit.SECONDS).join();
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        } finally {
            connections.start();
        }
    }

    @Test
    void aServerThatStopsLetsItsClientsGo() {
        ConfigurableApplicationContext server = new SpringApplicationBuilder(Streamed.class)
                .properties(
                        "server.port=0",
                        "linli.keycloak.issuer=http://localhost:9/realms/linli",
                        "linli.sealing.current=test",
                        "management.endpoint.health.validate-group-membership=false")
                .run();
        int there = Integer.parseInt(String.valueOf(server.getEnvironment().getProperty("local.server.port")));
        try (SocketClient client = SocketClient.greeted(there, GUEST)) {
            client.ask("1", COUNT);
            server.getBean(Streamed.class).subscription();
            Instant start = Instant.now();
            server.close();
            assertThat(client.next()).contains("SERVER_LEAVING");
            assertThat(client.closed()).isEqualTo(new Closed(1012, "Service restart"));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
        }
    }

    private boolean refused(int status, @Nullable String protocol, String... headers) {
        CompletionException failure = catchThrowableOfType(
                CompletionException.class, () -> new SocketClient(port, protocol, headers).close());
        assertThat(failure).hasCauseInstanceOf(WebSocketHandshakeException.class);
        var cause = Objects.requireNonNull((WebSocketHandshakeException) failure.getCause());
        return cause.getResponse().statusCode() == status;
    }

    private static void await(Streamed.Followed followed) {
        try {
            assertThat(followed.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void eventually(BooleanSupplier fact) {
        Instant deadline = Instant.now().plusSeconds(10);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** The answer to an upgrade with these headers, something in it put differently. */
    private String raw(String headers, String... instead) throws IOException {
        try (Socket socket = connect()) {
            return upgrade(socket, headers, instead);
        }
    }

    private String upgrade(Socket socket, String headers, String... instead) throws IOException {
        String request = "GET /graphql HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
        if (instead.length > 0) request = request.replace(instead[0], instead[1]);
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        byte[] answer = new byte[2000];
        return new String(answer, 0, socket.getInputStream().read(answer), UTF_8);
    }
}
