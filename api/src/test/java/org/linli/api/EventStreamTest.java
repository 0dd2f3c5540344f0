package org.linli.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.ErrorCode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** GraphQL over SSE, distinct connections mode, byte by byte. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = Streamed.class,
        properties = {
            "linli.keycloak.issuer=http://localhost:9/realms/linli",
            "linli.sealing.current=test",
            "linli.cors-origins=https://*.example.gov.cn",
            "linli.body-limit=4KB",
            "linli.guests.body-limit=2KB",
            "linli.streams.heartbeat=500ms",
            "linli.streams.silence=3s",
            "management.endpoint.health.group.ready.include=ping"
        })
class EventStreamTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String GUEST = "X-District: 990101\r\n";
    private static final String STREAM = "Accept: text/event-stream\r\n";
    private static final String COUNT = "subscription { count }";
    private static final String HELLO = "{ hello(name: \"邻里\") }";
    private static final String COMPLETE = "event: complete\ndata:\n\n";

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
    void theStreamOfASubscriptionIsWrittenByTheFeedAndTheConnectionGoesOn() throws IOException {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM + "Accept-Language: en\r\n");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200")
                    .contains("content-type: text/event-stream;charset=utf-8\n")
                    .contains("cache-control: no-store\n")
                    .contains("x-accel-buffering: no\n");
            Streamed.Followed followed = streamed.subscription();
            assertThat(followed.subscription().transport()).isEqualTo("SSE");
            followed.write("{\"data\":{\"count\":1}}");
            assertThat(client.event()).isEqualTo("event: next\ndata: {\"data\":{\"count\":1}}\n\n");
            followed.write("{\"data\":\n {\"count\":\n2}}");
            assertThat(client.event()).isEqualTo("event: next\ndata: {\"data\":  {\"count\": 2}}\n\n");
            assertThat(meters.get("linli.streams.open").gauge().value()).isEqualTo(1);
            followed.end(ErrorCode.GAP, "c9");
            assertThat(client.event())
                    .startsWith("event: next\ndata: {\"errors\":[{\"message\":\"The updates came faster")
                    .endsWith("\"extensions\":{\"code\":\"GAP\",\"resumeAfter\":\"c9\"}}]}\n\n");
            assertThat(client.event()).isEqualTo(COMPLETE);
            assertThat(client.event()).isEmpty();
            followed.write("{\"data\":{\"count\":3}}");
            client.post(HELLO, GUEST);
            assertThat(client.head()).startsWith("HTTP/1.1 200").contains("graphql-response+json");
            assertThat(client.body()).isEqualTo("{\"data\":{\"hello\":\"你好 邻里\"}}");
            client.post(COUNT, GUEST + STREAM);
            assertThat(client.head()).contains("event-stream");
            streamed.subscription().end(ErrorCode.RIGHT_LOST, null);
            assertThat(client.event()).contains("RIGHT_LOST").containsPattern("\\p{IsHan}{3}");
            assertThat(client.event()).isEqualTo(COMPLETE);
            assertThat(meters.get("linli.streams.open").gauge().value()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ hello(name: \"邻里\") }               | {\"data\":{\"hello\":\"你好 邻里\"}}",
                "{ down }                                | UNAVAILABLE",
                "mutation { key }                        | {\"data\":{\"key\":\"k1\"}}",
                "{ hello(name: }                         | SYNTAX_ERROR",
                "{ nothing }                             | INVALID_DOCUMENT",
                "query($n: String!) { hello(name: $n) }  | INVALID_VARIABLE",
                "query A { down } query B { down }       | INVALID_OPERATION_NAME"
            })
    void whatIsNoSubscriptionIsAStreamOfOneAnswerWhateverItSays(String document, String answer) throws IOException {
        try (Client client = new Client()) {
            client.post(document, GUEST + STREAM + "Idempotency-Key: k1\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200").contains("event-stream");
            assertThat(client.body())
                    .startsWith("event: next\ndata: {")
                    .contains(answer)
                    .endsWith("}\n\n" + COMPLETE);
        }
    }

    @Test
    void anAnswerStandsInOneLine() {
        MockServerHttpResponse response = new MockServerHttpResponse();
        EventStream.one(response, "{\"data\":[1,\n 2]}".getBytes(UTF_8)).block();
        assertThat(response.getBodyAsString().block())
                .isEqualTo("event: next\ndata: {\"data\":[1,  2]}\n\n" + COMPLETE);
    }

    @Test
    void aBrowsersEventSourceAsksByAddress() throws IOException {
        try (Client client = new Client()) {
            client.get("query=" + encoded("query Q($n: String!) { hello(name: $n) } query R { who }")
                    + "&operationName=Q&extensions=%7B%7D&variables=" + encoded("{\"n\":\"a+b 邻\"}"));
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.body()).contains("{\"data\":{\"hello\":\"你好 a+b 邻\"}}");
            client.send("GET /graphql?district=990101&query=" + encoded(COUNT), "", STREAM);
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            streamed.subscription().write("{\"data\":{\"count\":1}}");
            assertThat(client.event()).contains("{\"count\":1}");
        }
    }

    @Test
    void byAddressNothingIsChanged() throws IOException {
        try (Client client = new Client()) {
            for (String document : new String[] {
                "mutation { key }", "query Q { who } mutation M { key }", "mutation M { key } query Q { who }"
            }) {
                client.get("operationName=M&query=" + encoded(document));
                assertThat(client.head()).startsWith("HTTP/1.1 405").contains("allow: post");
                assertThat(client.body()).contains("METHOD_NOT_ALLOWED");
            }
            for (String query :
                    new String[] {"", "query=", "query=%7Bwho%7D&variables=%7B", "query=%7Bwho%7D&variables=5"}) {
                client.get(query);
                String status = client.head();
                String body = client.body();
                if (query.equals("query="))
                    assertThat(status + body).startsWith("HTTP/1.1 200").contains("SYNTAX_ERROR");
                else assertThat(status + body).startsWith("HTTP/1.1 400").contains("MALFORMED_BODY");
            }
        }
    }

    @Test
    void aSubscriptionThatAcceptsNoStreamIsToldSo() throws IOException {
        try (Client client = new Client()) {
            for (String language : new String[] {"en", "zh-CN"}) {
                client.post(COUNT, GUEST + "Accept-Language: " + language + "\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 406").contains("json");
                assertThat(client.body()).contains("STREAM_REQUIRED", "text/event-stream", "graphql-transport-ws");
            }
        }
        assertThat(streamed.followed).isEmpty();
    }

    /** What a client accepts first counts; urql names streams last in every request. */
    @Test
    void whoAcceptsStreamsAsWellGetsAnOrdinaryAnswer() throws IOException {
        try (Client client = new Client()) {
            client.post(
                    HELLO,
                    GUEST + "Accept: application/graphql-response+json, application/json, text/event-stream\r\n");
            assertThat(client.head()).contains("content-type: application/graphql-response+json");
            assertThat(client.body()).startsWith("{\"data\"");
            client.post(HELLO, GUEST + "Accept: text/event-stream, application/json\r\n");
            assertThat(client.head()).contains("event-stream");
            assertThat(client.body()).startsWith("event: next");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Authorization: Bearer stolen | TOKEN_INVALID",
                "400 | X-Nothing: x                 | DISTRICT_REQUIRED",
                "429 | X-District: throttled        | THROTTLED"
            })
    void whoIsNobodyGetsTheStatus(int status, String header, String code) throws IOException {
        try (Client client = new Client()) {
            client.post(COUNT, STREAM + header + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 " + status).contains("graphql-response+json");
            assertThat(client.body()).contains(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"query\":5}"})
    void aBodyThatIsNoRequestGetsTheStatus(String body) throws IOException {
        try (Client client = new Client()) {
            client.send("POST /graphql", body, GUEST + STREAM + "Content-Type: application/json\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
            assertThat(client.body()).contains("MALFORMED_BODY");
        }
    }

    @Test
    void pagesOfAllowedOriginsMayFollow() throws IOException {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM + "Origin: https://pingcheng.example.gov.cn\r\n");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200")
                    .contains("access-control-allow-origin: https://pingcheng.example.gov.cn");
            streamed.subscription().write("{\"data\":{\"count\":1}}");
            assertThat(client.event()).contains("{\"count\":1}");
        }
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM + "Origin: https://elsewhere.example\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 403");
        }
        assertThat(streamed.followed).isEmpty();
    }

    @Test
    void theServerIsHeardOfWhereNothingHappens() throws IOException {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM);
            client.head();
            assertThat(client.chunk()).isEqualTo(":\n");
            assertThat(client.chunk()).isEqualTo(":\n");
            streamed.subscription().write("{\"data\":{\"count\":1}}");
            assertThat(client.event()).contains("{\"count\":1}");
        }
    }

    @Test
    void whoLeavesIsFollowedNoLonger() throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            Streamed.Followed followed;
            try (Client client = new Client()) {
                client.post(COUNT, GUEST + STREAM);
                client.head();
                followed = streamed.subscription();
                if (reset) client.socket.setSoLinger(true, 0);
            }
            assertThat(followed.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
            followed.write("{\"data\":{\"count\":1}}");
            followed.end(ErrorCode.STREAM_ENDED, null);
        }
        eventually(() -> meters.get("linli.streams.open").gauge().value() == 0);
    }

    @Test
    void whoDoesNotReadIsNotReadyUntilItDoes() throws IOException {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM);
            client.head();
            Streamed.Followed followed = streamed.subscription();
            int written = followed.fill();
            int ready = followed.ready().get();
            for (int i = 0; i < written; i++) assertThat(client.event()).startsWith("event: next");
            eventually(() -> followed.ready().get() > ready);
            followed.write("{\"data\":{\"count\":1}}");
            assertThat(client.event()).contains("{\"count\":1}");
        }
    }

    @Test
    void whoNeverReadsIsLeft() throws Exception {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM);
            client.head();
            Streamed.Followed followed = streamed.subscription();
            followed.fill();
            assertThat(followed.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Too slow, and it does not even read that. */
    @Test
    void whoNeverReadsThatItIsOverIsLeft() throws Exception {
        try (Client client = new Client()) {
            client.post(COUNT, GUEST + STREAM);
            client.head();
            Streamed.Followed followed = streamed.subscription();
            followed.fill();
            Channel there = streamed.filled();
            followed.end(ErrorCode.GAP, "c9");
            assertThat(there.isOpen()).isTrue();
            assertThat(there.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatLeavesEndsItsStreams() throws Exception {
        try (Client client = new Client();
                Client stuck = new Client()) {
            stuck.post(COUNT, GUEST + STREAM);
            stuck.head();
            streamed.subscription().fill();
            client.post(COUNT, GUEST + STREAM + "Accept-Language: en\r\n");
            client.head();
            Streamed.Followed followed = streamed.subscription();
            Instant start = Instant.now();
            connections.leave().get(5, TimeUnit.SECONDS);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(client.event()).contains("SERVER_LEAVING");
            assertThat(client.event()).isEqualTo(COMPLETE);
            assertThat(client.event()).isEmpty();
            assertThat(followed.cancelled().await(10, TimeUnit.SECONDS)).isTrue();
            client.post(COUNT, GUEST + STREAM);
            assertThat(client.head()).startsWith("HTTP/1.1 503").contains("retry-after");
            assertThat(client.body()).contains("SERVER_LEAVING");
            client.post(HELLO, GUEST);
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        } finally {
            connections.start();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
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

    /** One connection, of which every byte is seen. */
    private final class Client implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        /** One character a byte, as lengths count bytes. */
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));

        private final StringBuilder read = new StringBuilder();
        private int length = -1;

        Client() throws IOException {
            socket.setSoTimeout(5000);
        }

        void post(String document, String headers) throws IOException {
            send(
                    "POST /graphql",
                    JSON.writeValueAsString(Map.of("query", document)),
                    "Content-Type: application/json\r\n" + headers);
        }

        void get(String query) throws IOException {
            send("GET /graphql?" + query, "", GUEST + STREAM);
        }

        void send(String request, String body, String headers) throws IOException {
            byte[] bytes = body.getBytes(UTF_8);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                                    + (request.startsWith("GET") ? "" : "Content-Length: " + bytes.length + "\r\n")
                                    + "\r\n")
                            .getBytes(UTF_8));
            socket.getOutputStream().write(bytes);
        }

        /** Status and headers, the names in small letters. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder(in.readLine()).append('\n');
            length = -1;
            read.setLength(0);
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                String small = line.toLowerCase(Locale.ROOT);
                head.append(small).append('\n');
                if (small.startsWith("content-length: ")) length = Integer.parseInt(small.substring(16));
            }
            return head.toString();
        }

        String body() throws IOException {
            return exactly(length);
        }

        /** The next chunk, empty at the end. */
        String chunk() throws IOException {
            String chunk = exactly(Integer.parseInt(in.readLine(), 16));
            assertThat(in.readLine()).isEmpty();
            return chunk;
        }

        /** The next event; comments are left out. Empty at the end of the stream. */
        String event() {
            try {
                while (read.indexOf("\n\n") < 0) {
                    String chunk = chunk();
                    if (chunk.isEmpty()) return "";
                    if (!chunk.equals(":\n")) read.append(chunk);
                }
                int end = read.indexOf("\n\n") + 2;
                String event = read.substring(0, end);
                read.delete(0, end);
                return event;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String exactly(int bytes) throws IOException {
            char[] text = new char[bytes];
            int at = 0;
            while (at < bytes) {
                int more = in.read(text, at, bytes - at);
                if (more < 0) throw new IOException("ended in " + Arrays.toString(text));
                at += more;
            }
            return new String(new String(text).getBytes(ISO_8859_1), UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
