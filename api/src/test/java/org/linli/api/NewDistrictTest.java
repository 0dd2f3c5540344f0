package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.io.Writer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.writes.ManyRows;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Node;
import org.linli.services.Postgres;
import org.linli.services.SignIn;
import org.linli.tenancy.Migrations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Districts that come on board by the contract alone, from a server in a process of its own, real letters and Keycloak's own pages: one of the
 * size of a real one by one mutation and one file, with {@code -Dlinli.import.residents=20000} in full; and others, samples, whose server dies by SIGKILL on the
 * way, before a step is written down or while it is filled, with {@code -Dlinli.kills=every} each of them, and after each single request to Keycloak as well, whose answer
 * it then never gets. The server that comes after it ends with the same district as one that nobody disturbed, field by field, in our tables and
 * in Keycloak.
 */
class NewDistrictTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** While a sample is filled, of which the territory and the residents are there by then. */
    private static final String OFFERING = "OFFERING";

    private static final List<String> STEPS =
            List.of("REGISTERED", "ORGANIZED", "GROUPED", "STAFFED", "CONFIGURED", "FILLED", "READY", OFFERING);
    private static final int HELD = 4711;
    private static final int RESIDENTS = Integer.getInteger("linli.import.residents", 200);
    private static final Path PROGRAM =
            Path.of(System.getProperty("linli.root", ".."), "e2e", "clients", "OnboardDistrict.java");
    private static final Pattern PROMPT = Pattern.compile("Password of (\\S+?)(, [^:]*)?: $");
    private static final String PASSWORD = "linli-test-2026";

    /** Fields that are other for each district, count how often something was tried, or what was there at a moment, as while a letter goes out. */
    private static final Set<String> OWN = Set.of(
            "attempt", "leased_by", "leased_until", "next_at", "last_error", "arrival", "identity_sealed", "updates");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Keycloak keycloak;
    private static Passage passage;
    private static Connection migrator;
    private static Node node;
    private static int districts;

    @BeforeAll
    static void start() throws Exception {
        Mail.shared();
        Database database = Postgres.shared().freshDatabase("newcomers");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        keycloak = Keycloak.throwaway();
        passage = new Passage(keycloak);
        migrator = database.connectAsMigrator();
        node = new Node(database, keycloak.issuer())
                .with("LINLI_JOBS", "true")
                .with("LINLI_KEYCLOAK_ADMINAT", passage.realm().toString())
                .with("LINLI_KEYCLOAK_PROVISIONERSECRET", "linli-provisioner-dev-secret")
                .start();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
        migrator.close();
        passage.close();
        keycloak.close();
    }

    @Test
    void isInUseByOneMutationAndOneFile() throws Exception {
        Running district = new Running(false);
        Instant begin = Instant.now();
        district.begin();
        district.await();
        Instant ready = Instant.now();
        String admin = district.accepted("admin-" + district.code);
        for (String invited : List.of("second", "officer"))
            asked(admin, """
                    mutation { inviteStaff(invitation: {name: "示例", username: "%1$s-%2$s", email: "%1$s-%2$s@example.test",
                      roles: [%3$s]}) { __typename ... on Refusal { message } } }
                    """.formatted(
                            invited, district.code, invited.equals("officer") ? "DISTRICT_OFFICER" : "DISTRICT_ADMIN"));
        String grant = asked(admin, "{ roleGrants(where: {role: {eq: DISTRICT_OFFICER}}) { nodes { id } } }")
                .at("/roleGrants/nodes/0/id")
                .asString();
        asked(
                district.accepted("second-" + district.code),
                "mutation { confirmRoles(grants: [\"" + grant + "\"]) { __typename ... on Refusal { message } } }");
        String officer = district.accepted("officer-" + district.code);
        byte[] file = ManyRows.workbook(RESIDENTS);
        Instant sent = Instant.now();
        bring(admin, "STREET, COMMUNITY, GRID, STAFF", file);
        bring(officer, "RESIDENT", file);
        Instant brought = Instant.now();
        assertThat(asked(
                                admin,
                                "{ streets { totalCount } communities { totalCount } grids { totalCount } district { code } }")
                        .toString())
                .isEqualTo(
                        "{\"streets\":{\"totalCount\":6},\"communities\":{\"totalCount\":50},\"grids\":{\"totalCount\":400},"
                                + "\"district\":{\"code\":\"" + district.code + "\"}}");
        assertThat(asked(officer, "{ residents { totalCount } }")
                        .at("/residents/totalCount")
                        .intValue())
                .isEqualTo(RESIDENTS);
        for (int i = 0; i < 30; i++)
            assertThat(Mail.shared().to("worker-" + i + "@example.test").link()).isNotEmpty();
        Duration onboarding = Duration.between(begin, ready);
        Duration bringing = Duration.between(sent, brought);
        System.out.printf(
                "a district on board in %.1f s; a file of %d KiB with 6 streets, 50 communities, 400 grids, 30 staff and %d residents in %.1f s%n",
                onboarding.toMillis() / 1e3, file.length / 1024, RESIDENTS, bringing.toMillis() / 1e3);
        assertThat(onboarding).isLessThan(Duration.ofSeconds(60));
        assertThat(bringing).isLessThan(Duration.ofMinutes(3));
    }

    /** The program asks for a password of one after the other, who have taken their letters by then. */
    @Test
    void comesOnBoardByTheProgramThatReadmeShows() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                PROGRAM.toString(),
                "990777",
                "示例新区");
        java.environment().put("LINLI_URL", node.at().toString());
        Process program = java.redirectErrorStream(true).start();
        StringBuilder printed = new StringBuilder();
        List<String> asked = new ArrayList<>();
        try (Reader out = program.inputReader();
                Writer in = program.outputWriter()) {
            for (int next = out.read(); next >= 0; next = out.read()) {
                printed.append((char) next);
                Matcher prompt = PROMPT.matcher(printed);
                if (next != ' ' || !prompt.find()) continue;
                String who = prompt.group(1);
                asked.add(who);
                if (!who.equals("operator"))
                    SignIn.accept(
                            keycloak.issuer(),
                            Mail.shared().to(who + "@example.test").link(),
                            PASSWORD);
                in.write((who.equals("operator") ? Keycloak.PASSWORD : PASSWORD) + "\n");
                in.flush();
            }
        } finally {
            program.destroy();
        }
        assertThat(program.waitFor()).as(printed.toString()).isZero();
        assertThat(asked).containsExactly("operator", "admin-990777", "admin2-990777", "officer1-990777");
        assertThat(printed).contains("admin-990777: DistrictLive").doesNotContain("(");
        assertThat(rows("select live_since is not null from district where code = '990777'"))
                .containsExactly("t");
    }

    /** Sends a file, has it held against the rules, and has its rows taken over. */
    private static void bring(String token, String kinds, byte[] file) throws Exception {
        JsonNode prepared = asked(token, """
                        mutation { prepareImport(kinds: [%s], name: "示例.xlsx", format: XLSX, size: %d) {
                          ... on ImportPrepared { address dataImport { id } } ... on Refusal { message } } }
                        """.formatted(kinds, file.length)).path("prepareImport");
        HttpResponse<String> sent = HTTP.send(
                HttpRequest.newBuilder(
                                node.at().resolve(prepared.path("address").asString()))
                        .PUT(BodyPublishers.ofByteArray(file))
                        .build(),
                BodyHandlers.ofString());
        assertThat(sent.statusCode()).as(sent.body()).isBetween(200, 204);
        String id = prepared.at("/dataImport/id").asString();
        asked(token, "mutation { checkImport(dataImport: \"" + id + "\") { __typename ... on Refusal { message } } }");
        reached(token, id, "CHECKED");
        asked(token, "mutation { runImport(dataImport: \"" + id + "\") { __typename ... on Refusal { message } } }");
        reached(token, id, "DONE");
    }

    private static void reached(String token, String id, String status) throws Exception {
        await(Duration.ofMinutes(5), () -> {
            JsonNode seen = asked(
                            token,
                            "{ dataImport(id: \"" + id
                                    + "\") { status faultCount faults(first: 5) { nodes { rowNumber rule } } } }")
                    .path("dataImport");
            assertThat(seen.path("faultCount").intValue()).as(seen.toString()).isZero();
            return seen.path("status").asString().equals(status);
        });
    }

    /** The data; nothing was refused. */
    private static JsonNode asked(String token, String document) throws Exception {
        JsonNode answer = post("graphql", token, document);
        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        assertThat(answer.at("/data").toString()).doesNotContain("\"message\"");
        return answer.path("data");
    }

    private static JsonNode post(String path, String token, String document) throws Exception {
        return JSON.readTree(HTTP.send(
                        HttpRequest.newBuilder(node.at().resolve(path))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("query", document))))
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    @Test
    void isTheSameWhereverItsServerDies() throws Exception {
        holdBack();
        Running running = new Running(true);
        running.begin();
        running.await();
        Map<String, Object> undisturbed = running.all();
        boolean every = "every".equals(System.getProperty("linli.kills"));
        List<String> steps = every ? STEPS : List.of("ORGANIZED", OFFERING);
        for (String step : steps) {
            running = new Running(true);
            execute("select pg_advisory_lock(" + HELD + ", " + STEPS.indexOf(step) + ")");
            running.begin();
            await(() -> !rows("select 1 from pg_locks where locktype = 'advisory' and not granted")
                    .isEmpty());
            node.kill();
            execute("select pg_advisory_unlock_all()");
            running.goOn();
            same("killed before " + step, running.all(), undisturbed);
        }
        int killed = 0;
        while (every) {
            Running next = new Running(true);
            CountDownLatch reached = passage.stopAfter(killed + 1);
            next.begin();
            await(() -> reached.getCount() == 0 || next.isReady());
            if (reached.getCount() > 0) break;
            killed++;
            node.kill();
            next.goOn();
            same("killed after request " + killed, next.all(), undisturbed);
        }
        System.out.println("killed: before " + steps + ", and after each of " + killed
                + " requests to Keycloak; every time the same district of " + undisturbed.size() + " parts");
    }

    /** Part by part, so that one that differs is told alone. */
    private static void same(String when, Map<String, Object> one, Map<String, Object> undisturbed) {
        assertThat(one.keySet()).as(when).isEqualTo(undisturbed.keySet());
        one.forEach((part, rows) -> assertThat(rows).as(when + ": " + part).isEqualTo(undisturbed.get(part)));
    }

    /** A step is written down when the test lets it. */
    private static void holdBack() throws SQLException {
        execute("""
                create function hold_back() returns trigger language plpgsql security definer set search_path = public as $$
                begin
                    perform pg_advisory_xact_lock_shared(%d, array_position(array['%s'], coalesce(tg_argv[0], new.status::text)) - 1);
                    return new;
                end $$;
                create trigger held before update of status on onboarding for each row execute function hold_back();
                create trigger held before insert on merchant_service for each row execute function hold_back('%s');
                """.formatted(HELD, String.join("', '", STEPS), OFFERING));
    }

    private static final class Running {
        private final String code = "1102" + (10 + ++districts);
        private final boolean sample;

        Running(boolean sample) {
            this.sample = sample;
        }

        void begin() throws Exception {
            assertThat(asked()).contains("OnboardingBegun");
        }

        private String asked() throws Exception {
            return post("platform/graphql", keycloak.operatorToken(), """
                            mutation { onboardDistrict(district: {code: "%1$s", name: "示例区%1$s", sample: %2$s,
                              administrator: {username: "admin-%1$s", email: "admin-%1$s@example.test", name: "示例"}}) {
                              __typename ... on Refusal { code } } }
                            """.formatted(code, sample))
                    .toString();
        }

        /** Follows the link of the letter, chooses a password on Keycloak's page, logs in on it, and has a token. */
        String accepted(String username) {
            SignIn.accept(
                    keycloak.issuer(),
                    Mail.shared().to(username + "@example.test").link(),
                    PASSWORD);
            return JSON.readTree(SignIn.person(keycloak.issuer(), username, PASSWORD, "openid organization:" + code))
                    .path("access_token")
                    .asString();
        }

        /** Another server comes, finds the job of the dead one, and the operator asks once more: it is known. */
        void goOn() throws Exception {
            node.start();
            assertThat(asked()).contains("ONBOARDING_KNOWN");
            await();
        }

        boolean isReady() throws SQLException {
            return rows("select status from onboarding where code = '" + code + "'")
                    .equals(List.of("READY"));
        }

        void await() throws Exception {
            NewDistrictTest.await(this::isReady);
            NewDistrictTest.await(
                    () -> rows("select 1 from job where kind in ('onboard', 'tell-live') and done_at is null")
                            .isEmpty());
        }

        /** The district as our tables and Keycloak have it, without what is its own: ids, times, code. */
        Map<String, Object> all() throws Exception {
            Map<String, Object> all = new TreeMap<>();
            String district =
                    rows("select id from district where code = '" + code + "'").getFirst();
            for (String table : rows("""
                    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                    """))
                all.put(
                        table,
                        own(rows("select to_jsonb(t) from " + table + " t where t.district_id = '" + district + "'")));
            all.put("district", own(rows("select to_jsonb(d) from district d where d.id = '" + district + "'")));
            all.put("onboarding", own(rows("select to_jsonb(o) from onboarding o where o.code = '" + code + "'")));
            all.put("history", rows("""
                    select e.name || coalesce(' ' || e.from_state, '') || coalesce(' ' || e.to_state, '') from event e
                     where e.subject_id = (select o.id from onboarding o where o.code = '%s') order by e.at, e.id""".formatted(code)));
            JsonNode organizations = directory("organizations?search=" + code);
            assertThat(organizations).hasSize(1);
            String organization = organizations.at("/0/id").asString();
            assertThat(rows("select kc_org_id from district where code = '" + code + "'"))
                    .containsExactly(organization);
            all.put(
                    "organization",
                    own(List.of(directory("organizations/" + organization).toString())));
            JsonNode members = directory("organizations/" + organization + "/members");
            all.put("members", own(texts(members)));
            assertThat(rows("select subject from membership where district_id = '" + district + "'"))
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
            HttpResponse<String> answer = HTTP.send(
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

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void await(Check check) throws Exception {
        await(Duration.ofSeconds(60), check);
    }

    private static void await(Duration most, Check check) throws Exception {
        Instant end = Instant.now().plus(most);
        while (!check.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        try (Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }
}
