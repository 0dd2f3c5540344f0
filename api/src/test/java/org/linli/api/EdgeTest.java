package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.DataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.live.feed.Feed;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every request meets before and after the engine, over real HTTP with a schema of three fields. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "linli.keycloak.issuer=http://localhost:9/realms/linli",
            "linli.sealing.current=test",
            "linli.cors-origins=http://localhost:[*]",
            "linli.body-limit=4KB",
            "linli.guests.body-limit=2KB",
            "management.endpoint.health.group.ready.include=ping"
        })
class EdgeTest {
    private static final String GRAPHQL = "application/graphql-response+json";
    private static final String JSON = "application/json";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, FixedOrigins.class, OneSchema.class})
    static class ThreeFields {
        @Bean
        GraphQlSource source() {
            DataFetcher<Object> bug = environment -> {
                throw new IllegalStateException("select secret from org.linli");
            };
            return GraphQlSource.builder(new SchemaGenerator()
                            .makeExecutableSchema(
                                    new SchemaParser()
                                            .parse(
                                                    "type Query { hello(name: String!, times: Int): String bug: String down: String }"),
                                    RuntimeWiring.newRuntimeWiring()
                                            .type(
                                                    "Query",
                                                    query -> query.dataFetcher(
                                                                    "hello", e -> "你好 " + e.getArgument("name"))
                                                            .dataFetcher("bug", bug)
                                                            .dataFetcher("down", environment -> {
                                                                throw ClientFault.of(ErrorCode.UNAVAILABLE);
                                                            }))
                                            .build()))
                    .configureGraphQl(engine -> engine.defaultDataFetcherExceptionHandler(new FetcherFaults()))
                    .build();
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
            return credentials -> switch (String.join(",", credentials.districts())) {
                case "990101" -> Mono.just(guest);
                case "applicant" -> Mono.just(Caller.applicant(new UUID(0, 2), null));
                case "000000" -> Mono.error(ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, "000000"));
                case "throttled" -> Mono.error(ClientFault.of(ErrorCode.THROTTLED, 7L));
                case "expired" -> Mono.error(ClientFault.of(ErrorCode.TOKEN_EXPIRED));
                default -> Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
            };
        }
    }

    @Test
    void anAnswerHasTheFormatThatWasAskedFor() throws Exception {
        for (String format : List.of(GRAPHQL, JSON)) {
            HttpResponse<String> answer =
                    send(ask("{\"query\":\"{ hello(name: \\\"邻里\\\") }\"}").setHeader("Accept", format));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue(format);
            assertThat(answer.body()).isEqualTo("{\"data\":{\"hello\":\"你好 邻里\"}}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ hello(name: }                           | SYNTAX_ERROR",
                "{ nothing }                               | INVALID_DOCUMENT",
                "{ hello(name: 5) }                        | INVALID_DOCUMENT",
                "query($n: String!) { hello(name: $n) }    | INVALID_VARIABLE",
                "query A { bug } query B { down }          | INVALID_OPERATION_NAME",
                "mutation { x }                            | INVALID_DOCUMENT"
            })
    void aDocumentThatCannotRunIs400OrFor_oldClients200(String document, ErrorCode code) throws Exception {
        String body = MAPPER.writeValueAsString(java.util.Map.of("query", document));
        HttpResponse<String> strict = send(ask(body));
        HttpResponse<String> old = send(ask(body).setHeader("Accept", JSON));
        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(old.statusCode()).isEqualTo(200);
        assertThat(strict.body()).isEqualTo(old.body());
        assertThat(code(strict)).isEqualTo(code.name());
        assertThat(json(strict).has("data")).isFalse();
        assertThat(json(strict).at("/errors/0/message").stringValue()).containsPattern("\\p{IsHan}{4}");
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
                "{\"query\":5}",
                "{\"query\":null}",
                "{\"query\":\"{bug}\",\"variables\":[]}",
                "{\"query\":\"{bug}\",\"operationName\":{}}",
                "{\"query\":\"{bug}\"} x",
                "[{\"query\":\"{bug}\"}]"
            })
    void aBodyThatIsNoRequestIs400InBothFormats(String body) throws Exception {
        for (String format : List.of(GRAPHQL, JSON)) {
            HttpResponse<String> answer = send(ask(body).setHeader("Accept", format));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(code(answer)).isEqualTo("MALFORMED_BODY");
        }
    }

    @Test
    void brokenUtf8IsMalformed() throws Exception {
        byte[] body = "{\"query\":\"{ hello(name: \\\"x\\\") }\"}".getBytes(StandardCharsets.UTF_8);
        body[24] = (byte) 0xff;
        HttpResponse<String> answer = send(ask("").POST(BodyPublishers.ofByteArray(body)));
        assertThat(code(answer)).isEqualTo("MALFORMED_BODY");
    }

    @Test
    void whoSignedInBringsMoreThanAGuestAndNotWithoutEnd() throws Exception {
        String body =
                "{\"query\":\"{ hello(name: \\\"x\\\") }\",\"variables\":{\"rows\":\"" + "x".repeat(2048) + "\"}}";
        assertThat(send(ask(body)).statusCode()).isEqualTo(413);
        assertThat(send(ask(body).setHeader("X-District", "applicant")).statusCode())
                .isEqualTo(200);
        HttpResponse<String> more =
                send(ask(body.replace("rows", "x".repeat(2048))).setHeader("X-District", "applicant"));
        assertThat(more.statusCode()).isEqualTo(413);
        assertThat(more.body()).contains("4,096");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithOrWithoutALength() throws Exception {
        String body = "{\"query\":\"{ bug } #" + "x".repeat(2048) + "\"}";
        assertThat(send(ask(body)).statusCode()).isEqualTo(413);
        HttpResponse<String> chunked = send(ask("").POST(BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(code(chunked)).isEqualTo("BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void onlyPostIsTaken(String method) throws Exception {
        HttpResponse<String> answer = send(ask("").method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        assertThat(code(answer)).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource({"text/html", "application/xml", "nonsense", "application/json;q=0"})
    void anUnknownFormatIsNotAcceptable(String accept) throws Exception {
        HttpResponse<String> answer = send(ask("{\"query\":\"{bug}\"}").setHeader("Accept", accept));
        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(code(answer)).isEqualTo("NOT_ACCEPTABLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text/plain", "application/graphql", "application/json; charset=gbk", "nonsense"})
    void aBodyOfAnotherTypeIsUnsupported(String type) throws Exception {
        HttpResponse<String> answer = send(ask("{\"query\":\"{bug}\"}").setHeader("Content-Type", type));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(code(answer)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aCompressedBodyIsUnsupported() throws Exception {
        var response = send(ask("{\"query\":\"{works}\"}").setHeader("Content-Encoding", "gzip"));
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "none,400,DISTRICT_REQUIRED",
        "000000,403,DISTRICT_UNKNOWN",
        "throttled,429,THROTTLED",
        "expired,401,TOKEN_EXPIRED"
    })
    void whoMayNotAskLearnsWhy(String district, int status, ErrorCode code) throws Exception {
        for (String format : List.of(GRAPHQL, JSON)) {
            HttpResponse<String> answer = send(
                    ask("{\"query\":\"{bug}\"}").setHeader("Accept", format).setHeader("X-District", district));
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(code(answer)).isEqualTo(code.name());
            if (status == 429)
                assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
            if (status == 401)
                assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
        }
    }

    @Test
    void aFaultOfOursTellsAnIdAndNothingElse() throws Exception {
        HttpResponse<String> answer = send(ask("{\"query\":\"{ bug }\"}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode error = json(answer).at("/errors/0");
        assertThat(error.at("/extensions/code").stringValue()).isEqualTo("INTERNAL");
        assertThat(error.at("/message").stringValue())
                .contains(error.at("/extensions/id").stringValue());
        assertThat(error.at("/path/0").stringValue()).isEqualTo("bug");
        assertThat(answer.body())
                .doesNotContain("secret")
                .doesNotContain("Exception")
                .doesNotContain("org.linli");
    }

    @Test
    void aFieldsFaultKeepsItsCodeAndPath() throws Exception {
        HttpResponse<String> answer = send(ask("{\"query\":\"{ here: down }\"}"));
        assertThat(code(answer)).isEqualTo("UNAVAILABLE");
        assertThat(json(answer).at("/errors/0/path/0").stringValue()).isEqualTo("here");
        assertThat(json(answer).at("/data/here").isNull()).isTrue();
    }

    @Test
    void messagesComeInTheLanguageAskedFor() throws Exception {
        String body = "{\"query\":\"{ nothing }\"}";
        assertThat(message(ask(body))).contains("没有字段“nothing”");
        assertThat(message(ask(body).setHeader("Accept-Language", "fr, en;q=0.5")))
                .contains("Field 'nothing' in type 'Query' is undefined");
        assertThat(message(ask(body).setHeader("Accept-Language", "zh;q=0.1, en")))
                .contains("undefined");
    }

    @Test
    void coercionNamesNoClass() throws Exception {
        String body =
                "{\"query\":\"query($t: Int) { hello(name: \\\"x\\\", times: $t) }\",\"variables\":{\"t\":\"five\"}}";
        assertThat(message(ask(body))).contains("变量“t”的值无效").doesNotContain("java.");
    }

    @Test
    void settingsAndDistrictsDecideWhichPagesMayCall() throws Exception {
        HttpResponse<String> allowed = send(preflight("http://localhost:5173"));
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue("http://localhost:5173");
        assertThat(allowed.headers().firstValue("access-control-allow-headers"))
                .hasValueSatisfying(headers -> assertThat(headers)
                        .containsIgnoringCase("authorization")
                        .containsIgnoringCase("x-district"));
        HttpResponse<String> registered = send(preflight(FixedOrigins.REGISTERED));
        assertThat(registered.headers().firstValue("access-control-allow-origin"))
                .hasValue(FixedOrigins.REGISTERED);
        HttpResponse<String> foreign = send(preflight("http://evil.example"));
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void anUnknownAddressIsAnErrorInTheUsualForm() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(at("/nowhere")));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/graphiql",
                "/live",
                "/console",
                "/assets/console/main.js",
                "/vendor/react.js",
                "/vendor/react-dom.js",
                "/vendor/graphiql.js",
                "/vendor/graphiql.css",
                "/assets/linli.css",
                "/assets/login.js",
                "/settings.json",
                "/schema.graphqls",
                "/errors",
                "/health/live",
                "/health/ready"
            })
    void thePagesAreThere(String path) throws Exception {
        assertThat(send(HttpRequest.newBuilder(at(path))).statusCode()).isEqualTo(200);
    }

    @Test
    void thePagesLoadNothingFromElsewhere() throws Exception {
        for (String path : List.of("/", "/graphiql", "/live", "/console")) {
            HttpResponse<String> page = send(HttpRequest.newBuilder(at(path)));
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
            assertThat(page.body()).doesNotContainPattern("(src|href)=\"(https?:)?//");
        }
    }

    @Test
    void theCatalogueIsAPageOrJson() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(at("/errors")).header("Accept", "text/html"));
        assertThat(page.body()).contains("<tr id=\"TOO_DEEP\">").contains("字段嵌套过深");
        HttpResponse<String> entries =
                send(HttpRequest.newBuilder(at("/errors")).header("Accept-Language", "en"));
        assertThat(json(entries)).hasSize(ErrorCode.values().length);
        assertThat(entries.body()).contains("Fields are nested too deeply.");
    }

    private HttpRequest.Builder ask(String body) {
        return HttpRequest.newBuilder(at("/graphql"))
                .header("Content-Type", JSON)
                .header("Accept", GRAPHQL)
                .header("X-District", "990101")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder preflight(String origin) {
        return HttpRequest.newBuilder(at("/graphql"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,x-district");
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String message(HttpRequest.Builder request) throws IOException, InterruptedException {
        return json(send(request)).at("/errors/0/message").stringValue();
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).at("/errors/0/extensions/code").stringValue();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return MAPPER.readTree(answer.body());
    }
}
