package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.linli.api.Served;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Role;
import org.linli.schema.contract.UseCaseField;
import org.linli.services.Database;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names, numbers and addresses that people send, in requests that are done, refused, throttled, or run into a bug of ours, are found in no
 * line of the log at its finest, in no metric, and in no error but one that tells the sender what to mend.
 */
class PlantedStringsTest {
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");

    /** A name, a telephone and an identity number, an address and a mail address that stand nowhere else. */
    private static final List<String> PLANTED =
            List.of("欧阳零零柒", "13987651234", "140213199003072356", "幸福里柒拾柒号院", "ouyang.007@example.cn");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Database place = Fixture.fill();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Set<String> echoed = new TreeSet<>();

    @Test
    void areInNoLogNoMetricAndNoErrorButTheirSenders() throws Exception {
        sql("update district set kc_org_id = '" + ORGANIZATION + "' where code = '140213'");
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("org.linli");
        int port = freePort();
        try (Mint mint = new Mint();
                Served server = new Served(
                        place,
                        mint.settings(
                                "management.server.port=" + port,
                                "management.endpoints.web.exposure.include=health,prometheus",
                                "linli.guests.burst=20",
                                "linli.guests.per-minute=1"))) {
            // A server that starts sets up its log anew.
            log.start();
            root.addAppender(log);
            ours.setLevel(Level.DEBUG);
            List<String> callers = List.of("", token(mint, 1), token(mint, 11));
            ask(server, callers, "Idempotency-Key");
            forbidAll();
            // Under no key: what was answered before would be answered again.
            ask(server, callers, "X-Person");
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(metrics).contains("http_server_requests").doesNotContain(PLANTED);
        } finally {
            root.detachAppender(log);
            ours.setLevel(null);
        }
        System.out.println("attacked: logs, metrics and errors, by requests that ended in " + answers);
        assertThat(answers).containsKeys("", "FORBIDDEN", "INTERNAL", "THROTTLED", "INVALID_TEXT", "SYNTAX_ERROR");
        // Whoever has to mend what he sent is told what it was.
        assertThat(echoed).allMatch(code -> code.startsWith("INVALID_") || code.equals("SYNTAX_ERROR"));
        List<String> told =
                List.copyOf(log.list).stream().map(PlantedStringsTest::text).toList();
        assertThat(told).anyMatch(text -> text.contains("internal error") && text.contains("check constraint"));
        assertThat(told).noneMatch(text -> PLANTED.stream().anyMatch(text::contains));
    }

    /** As a log file has it, and what else a collector of logs may be given. */
    private static String text(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " " + event.getKeyValuePairs() + " "
                + trace;
    }

    private void ask(Served served, List<String> callers, String header) throws Exception {
        AtomicInteger next = new AtomicInteger();
        WriteAttacks writes = new WriteAttacks(
                Twins.shared(), ReadAttacks.shared(), () -> PLANTED.get(next.getAndIncrement() % PLANTED.size()));
        for (UseCaseField useCase :
                Twins.shared().both.contract().declarations().useCases().values())
            for (String caller : callers)
                send(served, writes.honest(useCase, false), caller, header, PLANTED.get(1) + useCase.name());
        for (String planted : PLANTED)
            for (String caller : callers) {
                send(
                        served,
                        "{ residents(where: {name: {contains: \"" + planted + "\"}}) { nodes { name phone } } }",
                        caller);
                send(served, "{ residentByIdentityNumber(identityNumber: \"" + planted + "\") { name } }", caller);
                send(served, "{ residents(after: \"" + planted + "\") { nodes { id } } }", caller);
                send(served, "{ node(id: \"" + planted + "\") { id } }", caller);
                send(served, "query { residents(first: \"" + planted + "\") { nodes { id } } }", caller);
                send(served, "{ residents { " + "unknown_" + "(name: \"" + planted + "\") } }", caller);
                send(served, "{ \"" + planted, caller);
                send(
                        served,
                        "{ district { code } }",
                        caller,
                        "X-Person",
                        URLEncoder.encode(planted, StandardCharsets.UTF_8));
            }
    }

    /** From now on, a text that is planted breaks a rule nobody knew of: a bug, whose row PostgreSQL tells. */
    private void forbidAll() throws SQLException {
        try (Connection migrator = place.connectAsMigrator()) {
            for (String column : Twins.strings(migrator, """
                    select c.relname || '.' || a.attname
                      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                       and a.atttypid = 'text'::regtype and c.relname <> 'flyway_schema_history'""")) {
                String[] parts = column.split("\\.");
                sql("alter table %s add check (%s !~ '%s') not valid"
                        .formatted(parts[0], parts[1], String.join("|", PLANTED)));
            }
        }
    }

    private void send(Served served, String document, String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at("/graphql"))
                .header("Content-Type", "application/json")
                .header("Accept-Language", "en")
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(Map.of("query", document))));
        if (token.isEmpty()) request.header("X-District", HERE.code());
        else request.header("Authorization", token);
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        var body = JsonMapper.shared().readTree(answer.body());
        String code = body.at("/errors/0/extensions/code").asString("");
        answers.merge(code, 1, Integer::sum);
        if (PLANTED.stream().anyMatch(body.path("errors").toString()::contains)) echoed.add(code);
    }

    /** Of an account that holds something by its rows, with every role that a token can carry. */
    private static String token(Mint mint, int account) {
        List<String> groups = Arrays.stream(Role.values())
                .filter(Role::staff)
                .map(role -> "/" + role)
                .toList();
        Map<String, Object> organization = Map.of("id", ORGANIZATION.toString(), "groups", groups);
        return "Bearer "
                + mint.token(
                        Fixture.id(HERE, "account", account),
                        Map.of("organization", Map.of(HERE.code(), organization)));
    }

    private void sql(String sql) throws SQLException {
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
