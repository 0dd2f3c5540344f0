package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bringing a district on board while its server dies by SIGKILL: before a step is written down, with {@code -Dlinli.kills=every} each of
 * them, and after each single request to Keycloak as well, whose answer it then never gets. The server that comes after it ends
 * with the same district as one that nobody disturbed, field by field, in our tables and in Keycloak.
 */
class KilledOnboardingTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> STEPS = List.of("REGISTERED", "ORGANIZED", "GROUPED", "STAFFED", "READY");
    private static final int HELD = 4711;

    /** Fields that are other for each district, or count how often something was tried. */
    private static final Set<String> OWN =
            Set.of("attempt", "leased_by", "leased_until", "next_at", "last_error", "arrival");

    private final HttpClient http = HttpClient.newHttpClient();
    private int districts;

    @Test
    void endsInTheSameDistrictWhereverTheServerDies() throws Exception {
        Mail.shared();
        Database database = Postgres.shared().freshDatabase("killed");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        try (Keycloak keycloak = Keycloak.throwaway();
                Passage passage = new Passage(keycloak);
                Connection migrator = database.connectAsMigrator();
                Node node = new Node(database, keycloak.issuer())
                        .with("LINLI_JOBS", "true")
                        .with("LINLI_KEYCLOAK_ADMINAT", passage.realm().toString())
                        .with("LINLI_KEYCLOAK_PROVISIONERSECRET", "linli-provisioner-dev-secret")
                        .start()) {
            holdBack(migrator);
            Running running = new Running(keycloak, migrator, node);
            running.begin();
            running.await();
            Map<String, Object> undisturbed = running.all();
            boolean every = "every".equals(System.getProperty("linli.kills"));
            List<String> steps = every ? STEPS : List.of("ORGANIZED", "STAFFED");
            for (String step : steps) {
                running.next();
                execute(migrator, "select pg_advisory_lock(" + HELD + ", " + STEPS.indexOf(step) + ")");
                running.begin();
                await(() -> !rows(migrator, "select 1 from pg_locks where locktype = 'advisory' and not granted")
                        .isEmpty());
                node.kill();
                execute(migrator, "select pg_advisory_unlock_all()");
                running.goOn();
                assertThat(running.all()).as("killed before " + step).isEqualTo(undisturbed);
            }
            int killed = 0;
            while (every) {
                running.next();
                CountDownLatch reached = passage.stopAfter(killed + 1);
                running.begin();
                await(() -> reached.getCount() == 0 || running.isReady());
                if (reached.getCount() > 0) break;
                killed++;
                node.kill();
                running.goOn();
                assertThat(running.all()).as("killed after request " + killed).isEqualTo(undisturbed);
            }
            System.out.println("killed: before " + steps + ", and after each of " + killed
                    + " requests to Keycloak; every time the same district of " + undisturbed.size() + " parts");
        }
    }

    /** A step is written down when the test lets it. */
    private static void holdBack(Connection migrator) throws SQLException {
        execute(migrator, """
                create function hold_back() returns trigger language plpgsql security definer set search_path = public as $$
                begin
                    perform pg_advisory_xact_lock_shared(%d, array_position(array['%s'], new.status::text) - 1);
                    return new;
                end $$;
                create trigger held before update of status on onboarding for each row execute function hold_back();
                """.formatted(HELD, String.join("', '", STEPS)));
    }

    private final class Running {
        private final Keycloak keycloak;
        private final Connection migrator;
        private final Node node;
        private String code = "110101";

        Running(Keycloak keycloak, Connection migrator, Node node) {
            this.keycloak = keycloak;
            this.migrator = migrator;
            this.node = node;
        }

        void next() {
            code = "1102" + (10 + ++districts);
        }

        void begin() throws Exception {
            String mutation = """
                    mutation { onboardDistrict(district: {code: "%1$s", name: "示例区%1$s",
                      administrator: {username: "admin-%1$s", email: "admin-%1$s@example.test", name: "示例"}}) { __typename } }
                    """.formatted(code);
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(node.at().resolve("platform/graphql"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + keycloak.operatorToken())
                            .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("query", mutation))))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.body()).contains("OnboardingBegun");
        }

        /** Another server comes, finds the job of the dead one, and the operator asks once more: it is known. */
        void goOn() throws Exception {
            node.start();
            await();
        }

        boolean isReady() throws SQLException {
            return rows(migrator, "select status from onboarding where code = '" + code + "'")
                    .equals(List.of("READY"));
        }

        void await() throws Exception {
            KilledOnboardingTest.await(this::isReady);
            KilledOnboardingTest.await(
                    () -> rows(migrator, "select 1 from job where kind = 'onboard' and done_at is null")
                            .isEmpty());
        }

        /** The district as our tables and Keycloak have it, without what is its own: ids, times, code. */
        Map<String, Object> all() throws Exception {
            Map<String, Object> all = new TreeMap<>();
            String district = rows(migrator, "select id from district where code = '" + code + "'")
                    .getFirst();
            for (String table : rows(migrator, """
                    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                    """))
                all.put(
                        table,
                        own(rows(
                                migrator,
                                "select to_jsonb(t) from " + table + " t where t.district_id = '" + district + "'")));
            all.put(
                    "district",
                    own(rows(migrator, "select to_jsonb(d) from district d where d.id = '" + district + "'")));
            all.put(
                    "onboarding",
                    own(rows(migrator, "select to_jsonb(o) from onboarding o where o.code = '" + code + "'")));
            all.put("history", rows(migrator, """
                    select e.name || coalesce(' ' || e.from_state, '') || coalesce(' ' || e.to_state, '') from event e
                     where e.subject_id = (select o.id from onboarding o where o.code = '%s') order by e.at, e.id""".formatted(code)));
            JsonNode organizations = directory("organizations?search=" + code);
            assertThat(organizations).hasSize(1);
            String organization = organizations.at("/0/id").asString();
            assertThat(rows(migrator, "select kc_org_id from district where code = '" + code + "'"))
                    .containsExactly(organization);
            all.put(
                    "organization",
                    own(List.of(directory("organizations/" + organization).toString())));
            JsonNode members = directory("organizations/" + organization + "/members");
            all.put("members", own(texts(members)));
            assertThat(rows(migrator, "select subject from membership where district_id = '" + district + "'"))
                    .containsExactlyElementsOf(members.valueStream()
                            .map(member -> member.path("id").asString())
                            .toList());
            for (JsonNode group : directory("organizations/" + organization + "/groups")) {
                String path = "organizations/" + organization + "/groups/"
                        + group.path("id").asString();
                all.put("group " + group.path("name").asString(), own(texts(directory(path + "/members"))));
            }
            assertThat(directory("users?exact=true&username=admin-" + code)).hasSize(1);
            assertThat(Mail.shared().to("admin-" + code + "@example.test")).isNotNull();
            return all;
        }

        private JsonNode directory(String path) throws Exception {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(keycloak.issuer().resolve("/admin/realms/linli/" + path))
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + keycloak.clientToken("linli-provisioner", "linli-provisioner-dev-secret"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        private static List<String> texts(JsonNode list) {
            return list.valueStream().map(JsonNode::toString).toList();
        }

        private List<String> own(List<String> rows) {
            return rows.stream()
                    .map(row -> {
                        ObjectNode fields = (ObjectNode) JSON.readTree(row);
                        fields.remove(OWN);
                        return fields.toString()
                                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id")
                                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(\\+00:00|Z)", "time")
                                .replaceAll("(?i)(timestamp|notBefore)\":\\d+", "$1\":0")
                                .replace(code, "code");
                    })
                    .sorted()
                    .toList();
        }
    }

    /** Between the server and Keycloak: counts what is asked, and keeps an answer back for ever where it is told to. */
    private static final class Passage implements AutoCloseable {
        private static final Set<String> KEPT = Set.of("authorization", "content-type", "accept");
        private static final Set<String> NOT_PASSED = Set.of("content-length", "transfer-encoding", "connection");

        private final HttpServer server;
        private final HttpClient client = HttpClient.newHttpClient();
        private final URI keycloak;
        private int asked;
        private int stop;
        private CountDownLatch reached = new CountDownLatch(1);

        Passage(Keycloak keycloak) throws IOException {
            this.keycloak = keycloak.issuer();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::pass);
            server.start();
        }

        URI realm() {
            return URI.create("http://localhost:" + server.getAddress().getPort() + "/realms/linli");
        }

        /** Is counted down when Keycloak has done what the {@code n}-th request from now on asks. */
        synchronized CountDownLatch stopAfter(int n) {
            asked = 0;
            stop = n;
            reached = new CountDownLatch(1);
            return reached;
        }

        private synchronized boolean stops() {
            if (++asked != stop) return false;
            reached.countDown();
            return true;
        }

        private void pass(HttpExchange exchange) throws IOException {
            HttpRequest.Builder request = HttpRequest.newBuilder(keycloak.resolve(exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (KEPT.contains(name.toLowerCase(Locale.ROOT))) values.forEach(value -> request.header(name, value));
            });
            try {
                HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
                if (stops()) return;
                answer.headers().map().forEach((name, values) -> {
                    if (!name.startsWith(":") && !NOT_PASSED.contains(name.toLowerCase(Locale.ROOT)))
                        exchange.getResponseHeaders().put(name, values);
                });
                byte[] body = answer.body();
                exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            server.stop(0);
            client.close();
        }
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void await(Check check) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!check.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static List<String> rows(Connection migrator, String sql) throws SQLException {
        try (Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    private static void execute(Connection migrator, String sql) throws SQLException {
        try (Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
