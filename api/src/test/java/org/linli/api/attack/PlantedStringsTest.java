package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
import org.linli.services.Postgres;
import org.linli.tenancy.database.DatabaseSettings;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names, numbers and addresses that people send, to districts and to the platform, in requests that are done, refused, throttled, or run into a bug of
 * ours, are found in no line of the log at its finest nor of PostgreSQL's, in no metric, and in no error but one that tells the sender what to mend.
 */
class PlantedStringsTest {
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");

    /** A name, a telephone and an identity number, an address and a mail address that stand nowhere else. */
    private static final List<String> PLANTED =
            List.of("欧阳零零柒", "13987651234", "140213199003072356", "幸福里柒拾柒号院", "ouyang.007@example.cn");

    private static final String DISTRICTS = "/graphql";
    private static final String PLATFORM = "/platform/graphql";

    /** Mutations at the platform that get as far as the database, with what is planted by its number. */
    private static final List<String> WELL_FORMED = List.of("""
            applyForDistrict(application: {code: "12010:round", name: "{0}:round", contact: "{0}", email: "{4}", phone: "{1}", unit: "{3}", remark: "{2}"})
            """, """
            onboardDistrict(district: {code: "12011:round", name: "{0}区:round", administrator: {username: "ouyang-:round", email: "{4}", name: "{0}"}})
            """, """
            onboardDistricts(districts: [{code: "12012:round", name: "{3}:round", administrator: {username: "ouyang-:round", email: "{4}", name: "{0}"}}])
            """, """
            suspendDistrict(district: ":district", reason: "{2}")
            """, """
            requestDeletion(district: ":district", graceDays: 30, reason: "{3} {1}")
            """, """
            confirmApplication(token: "{1}")
            """);

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
        PlatformAttacks.fill(place);
        // So that what the district's people ask gets beyond its limits.
        sql("delete from district_quota");
        int logged = Postgres.shared().log().length();
        try (Mint mint = new Mint();
                ServerSocket mail = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Served server = new Served(
                        place,
                        mint.settings(
                                "linli.jobs=true",
                                "linli.keycloak.provisioner-secret=none",
                                "spring.mail.host=127.0.0.1",
                                "spring.mail.port=" + mail.getLocalPort(),
                                "management.server.port=" + port,
                                "management.endpoints.web.exposure.include=health,prometheus",
                                "linli.guests.burst=20",
                                "linli.guests.per-minute=1"))) {
            Thread.ofVirtual().start(() -> refuseLetters(mail));
            // A server that starts sets up its log anew.
            log.start();
            root.addAppender(log);
            ours.setLevel(Level.DEBUG);
            List<String> callers = List.of("", token(mint, 1), token(mint, 11));
            List<String> operators = List.of("", operator(mint));
            ask(server, callers, "Idempotency-Key");
            askPlatform(server, operators, "Idempotency-Key", 1);
            await("the mail server does not take a letter");
            forbidAll();
            // Under no key: what was answered before would be answered again.
            ask(server, callers, "X-Person");
            askPlatform(server, operators, "X-Person", 2);
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
        String database = Postgres.shared().log().substring(logged);
        assertThat(database).contains("violates check constraint").doesNotContain(PLANTED);
    }

    /** Spans are nowhere: there is nothing that would make one of what is observed. */
    @Test
    void thereAreNoTraces() {
        for (String type : List.of("io.micrometer.tracing.Tracer", "brave.Tracing"))
            assertThat(ClassUtils.isPresent(type, getClass().getClassLoader()))
                    .as(type)
                    .isFalse();
    }

    /** What JDBC says of a row that breaks a rule is not which one; that is logged where a district is moved, brought in or erased. */
    @Test
    void areInNoFailureOfJdbc() throws SQLException {
        DatabaseSettings settings = DatabaseSettings.of(
                place.host(),
                place.port(),
                place.name(),
                place.migrator().user(),
                place.migrator().password());
        int logged = Postgres.shared().log().length();
        try (Connection connection = settings.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into district (code, name, kc_org_id) values ('120109', ?, null)")) {
            statement.setString(1, PLANTED.getFirst());
            statement.addBatch();
            assertThatThrownBy(statement::executeBatch)
                    .hasMessageContaining("district_has_organization")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain(PLANTED));
        }
        assertThat(Postgres.shared().log().substring(logged))
                .contains("district_has_organization")
                .doesNotContain(PLANTED);
    }

    private void await(String text) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (List.copyOf(log.list).stream()
                    .anyMatch(event -> event.getFormattedMessage().contains(text))) return;
            Thread.sleep(100);
        }
        throw new AssertionError("nobody logs: " + text);
    }

    /** A mail server that knows nobody, and says whom. */
    private static void refuseLetters(ServerSocket mail) {
        while (!mail.isClosed())
            try (Socket sender = mail.accept();
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(sender.getInputStream(), StandardCharsets.UTF_8));
                    Writer answers = new OutputStreamWriter(sender.getOutputStream(), StandardCharsets.UTF_8)) {
                answers.write("220 mail.test\r\n");
                answers.flush();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    answers.write(line.startsWith("RCPT") ? "550 nobody is " + line + "\r\n" : "250 ok\r\n");
                    answers.flush();
                }
            } catch (IOException gone) {
                // The sender, or at the end the server.
            }
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
                send(served, DISTRICTS, writes.honest(useCase, false), caller, header, PLANTED.get(1) + useCase.name());
        for (String planted : PLANTED)
            for (String caller : callers) {
                send(
                        served,
                        DISTRICTS,
                        "{ residents(where: {name: {contains: \"" + planted + "\"}}) { nodes { name phone } } }",
                        caller);
                send(
                        served,
                        DISTRICTS,
                        "{ residentByIdentityNumber(identityNumber: \"" + planted + "\") { name } }",
                        caller);
                send(served, DISTRICTS, "{ residents(after: \"" + planted + "\") { nodes { id } } }", caller);
                send(served, DISTRICTS, "{ node(id: \"" + planted + "\") { id } }", caller);
                send(served, DISTRICTS, "query { residents(first: \"" + planted + "\") { nodes { id } } }", caller);
                send(served, DISTRICTS, "{ residents { " + "unknown_" + "(name: \"" + planted + "\") } }", caller);
                send(served, DISTRICTS, "{ \"" + planted, caller);
                send(
                        served,
                        DISTRICTS,
                        "{ district { code } }",
                        caller,
                        "X-Person",
                        URLEncoder.encode(planted, StandardCharsets.UTF_8));
            }
    }

    /** @param round so that what is unique is another one each time */
    private void askPlatform(Served served, List<String> callers, String header, int round) throws Exception {
        AtomicInteger next = new AtomicInteger();
        PlatformAttacks attacks = PlatformAttacks.shared();
        WriteAttacks writes = new WriteAttacks(
                attacks.both.schema(),
                new Harvest(),
                new Harvest(),
                () -> PLANTED.get(next.getAndIncrement() % PLANTED.size()));
        for (UseCaseField useCase : attacks.useCases())
            for (String caller : callers)
                send(served, PLATFORM, writes.honest(useCase, true), caller, header, PLANTED.get(1) + useCase.name());
        for (String caller : callers) {
            for (String mutation : WELL_FORMED)
                send(
                        served,
                        PLATFORM,
                        "mutation { " + planted(mutation, round) + " { __typename } }",
                        caller,
                        header,
                        PLANTED.get(1) + "well-formed-" + mutation.substring(0, mutation.indexOf('(')));
            for (String planted : PLANTED)
                for (String question : List.of(
                        "{ applications(where: {name: {contains: \"%s\"}}) { nodes { contact } } }",
                        "{ districts(where: {code: {eq: \"%s\"}}) { nodes { id } } }",
                        "{ district(id: \"%s\") { name } }",
                        "{ updates(after: \"%s\") { nodes { id } } }",
                        "{ node(id: \"%s\") { id } }",
                        "{ districts(first: \"%s\") { nodes { id } } }",
                        "{ districts { unknown_(name: \"%s\") } }",
                        "{ \"%s")) send(served, PLATFORM, question.formatted(planted), caller);
        }
    }

    private static String planted(String mutation, int round) {
        String planted =
                mutation.replace(":district", "district_" + THERE.id()).replace(":round", String.valueOf(round));
        for (int i = 0; i < PLANTED.size(); i++) planted = planted.replace("{" + i + "}", PLANTED.get(i));
        return planted;
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

    private void send(Served served, String path, String document, String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(served.at(path))
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

    private static String operator(Mint mint) {
        return "Bearer "
                + mint.token(
                        new UUID(1, 1),
                        Map.of(
                                "azp",
                                "platform-console",
                                "realm_access",
                                Map.of("roles", List.of("PLATFORM_ADMIN", "CITY_VIEWER"))));
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
