package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Postgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is changed by hand in Keycloak, and whole districts taken out of use, as two nodes see it that work their jobs off. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a directory of its own, for one test after another")
class DirectoryDriftTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORGANIZATION = "01900000-0000-4000-8000-000000140213";
    private static final String ACCOUNT = "01900000-0000-4000-9000-1402130000";

    private static final String FOLLOW =
            "subscription($after: Cursor) { updates(after: $after, where: {type: {eq: PLACE_CREATED}}) { id cursor entity { id } } }";
    private static final String CREATE = "mutation { createStreet(code: \"D\", name: \"示例街道\") { __typename } }";

    private static Keycloak keycloak;
    private static Database database;
    private static Served one;
    private static Served other;
    private static String there;

    @BeforeAll
    static void serve() throws InterruptedException {
        keycloak = Keycloak.throwaway();
        database = Postgres.shared().freshDatabase("drift");
        String[] settings = {
            "linli.jobs=true",
            "linli.keycloak.issuer=" + keycloak.issuer(),
            "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret",
            "linli.keycloak.registrar-secret=linli-registrar-dev-secret",
            "linli.keycloak.observer-secret=linli-observer-dev-secret"
        };
        one = new Served(database, settings);
        other = new Served(database, settings);
        there = Sql.row(database, "select id from district where code = '990101'");
        // What was there before the register is taken over, and what was changed before the first look is no news.
        soon(
                20,
                () -> !Sql.rows(database, "select 1 from staff_register").isEmpty()
                        && !Sql.rows(database, "select 1 from directory_watch").isEmpty());
    }

    @AfterAll
    static void end() {
        one.close();
        other.close();
        keycloak.close();
    }

    /** By the contract alone: on one node it is withdrawn, on the other it is of no use. */
    @Test
    void aRoleThatIsWithdrawnOnOneNodeIsGoneOnTheOtherWithinSeconds() throws InterruptedException {
        String token = keycloak.token("140213-auditor");
        assertThat(code(other, token, "{ staffDrifts { totalCount } }")).isEmpty();
        String auditor = member("140213-auditor");
        admin("mutation { withdrawRole(member: \"" + auditor
                + "\", role: AUDITOR, reason: \"示例\") { __typename ... on Refusal { code } } }");
        soon(
                5,
                () -> !code(other, token, "{ staffDrifts { totalCount } }").isEmpty()
                        && !code(one, token, "{ staffDrifts { totalCount } }").isEmpty());
    }

    @Test
    void aRoleThatIsTakenByHandIsReportedWithinSecondsAndGoneOnBothNodes() throws InterruptedException {
        String token = keycloak.token("140213-street");
        String asked = "{ me { roles } }";
        assertThat(code(one, token, asked) + code(other, token, asked)).isEmpty();
        byHand("DELETE", group("STREET_OFFICER") + "/members/" + ACCOUNT + "03", "");
        soon(15, () -> drifts("140213-street").equals("[\"MISSING REPORTED\"]"));
        soon(
                5,
                () -> code(one, token, asked).equals("TOKEN_INVALID")
                        && code(other, token, asked).equals("TOKEN_INVALID"));
        byHand("PUT", group("STREET_OFFICER") + "/members/" + ACCOUNT + "03", "");
        soon(15, () -> drifts("140213-street").equals("[\"MISSING OVER\"]"));
    }

    /** By the contract alone, while people write and follow on both nodes, one by a socket and one by events. */
    @Test
    void aSuspendedDistrictIsClosedOnBothNodesWithinSecondsAndLosesNothing() throws InterruptedException {
        String which = "district: \"district_" + there + "\"";
        operator("resumeDistrict(" + which + ") { __typename }");
        soon(15, DirectoryDriftTest::organizationOpen);
        String token = keycloak.token("990101-admin");
        Map<String, String> admin = Map.of("Authorization", "Bearer " + token);
        Map<String, String> guest = Map.of("X-District", "990101");
        soon(5, () -> codes(guest, "{ updateHead }").equals(Set.of("")));
        String begun = one.ask("{ updateHead }", Map.of(), "X-District", "990101")
                .body()
                .at("/data/updateHead")
                .asString();
        Recorder bystander = Recorder.events(other.at("/"), Map.of("X-District", "140213"), FOLLOW, null);
        List<Recorder> streams = List.of(
                Recorder.socket(one.at("/"), guest, FOLLOW, begun),
                Recorder.events(one.at("/"), admin, FOLLOW, begun),
                Recorder.socket(other.at("/"), admin, FOLLOW, begun),
                Recorder.events(other.at("/"), guest, FOLLOW, begun));
        List<StreetWriter> writers = List.of(new StreetWriter(one, token, "A"), new StreetWriter(other, token, "B"));
        for (Recorder stream : streams) soon(10, () -> stream.told().size() >= 20);
        String client = one.ask(
                        "mutation { registerFrontend(name: \"示例\", redirectAddresses: [\"https://app.example/\"]) { ... on ClientSaved { client { id } } } }",
                        Map.of(),
                        "Authorization",
                        "Bearer " + token)
                .body()
                .at("/data/registerFrontend/client/id")
                .asString();

        operator("suspendDistrict(" + which + ", reason: \"示例\") { __typename }");
        Instant suspended = Instant.now();
        for (Recorder stream : streams) assertThat(stream.end().code()).isEqualTo("DISTRICT_SUSPENDED");
        Set<String> closed = Set.of("DISTRICT_SUSPENDED");
        for (Map<String, String> asker : List.of(guest, admin))
            for (String document : List.of("{ streets { totalCount } }", CREATE))
                soon(10, () -> codes(asker, document).equals(closed));
        Duration took = Duration.between(suspended, Instant.now());
        System.out.printf("suspended on both nodes, streams, guests and tokens, after %.1f s%n", took.toMillis() / 1e3);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        for (StreetWriter writer : writers) {
            soon(5, () -> !writer.refused.isEmpty());
            writer.close();
            assertThat(writer.refused).extracting(Served.Answer::code).containsOnly("DISTRICT_SUSPENDED");
        }
        soon(15, () -> !organizationOpen());
        Map<String, String> rows = digests();
        for (int i = 0; i < 5; i++) assertThat(codes(admin, CREATE)).isEqualTo(closed);
        for (Map<String, String> asker : List.of(guest, admin))
            assertThat(codes(asker, "subscription { updates { id } }")).isEqualTo(closed);
        assertThat(digests()).isEqualTo(rows);

        operator("resumeDistrict(" + which + ") { __typename }");
        Instant resumed = Instant.now();
        for (Map<String, String> asker : List.of(guest, admin))
            soon(10, () -> codes(asker, "{ updateHead }").equals(Set.of("")));
        System.out.printf(
                "resumed on both nodes after %.1f s%n",
                Duration.between(resumed, Instant.now()).toMillis() / 1e3);
        assertThat(digests()).isEqualTo(rows);
        List<Recorder> rest = List.of(
                Recorder.events(
                        other.at("/"), guest, FOLLOW, streams.get(0).end().resumeAfter()),
                Recorder.socket(other.at("/"), admin, FOLLOW, streams.get(1).last()),
                Recorder.events(one.at("/"), admin, FOLLOW, streams.get(2).end().resumeAfter()),
                Recorder.socket(one.at("/"), guest, FOLLOW, streams.get(3).last()));
        StreetWriter after = new StreetWriter(other, token, "C");
        soon(10, () -> after.created.size() > 10);
        after.close();
        assertThat(after.refused).isEmpty();
        List<String> created = Stream.concat(writers.stream(), Stream.of(after))
                .flatMap(writer -> writer.created.stream())
                .toList();
        for (int i = 0; i < streams.size(); i++) {
            Recorder stream = streams.get(i);
            Recorder back = rest.get(i).until(created.size() - stream.told().size());
            assertThat(Stream.concat(stream.told().stream(), back.told().stream())
                            .map(told -> told.update().at("/entity/id").asString()))
                    .containsExactlyInAnyOrderElementsOf(created);
            assertThat(back.goesOn()).isTrue();
            back.close();
        }
        assertThat(Sql.rows(
                        database,
                        "select 'street_' || id from street where code ~ '^[ABC]-' and district_id = '" + there + "'"))
                .containsExactlyInAnyOrderElementsOf(created);
        System.out.printf("%d streets, each told once to each of %d streams%n", created.size(), streams.size());
        soon(
                20,
                () -> one.ask(
                                "{ client(id: \"" + client + "\") { status } }",
                                Map.of(),
                                "Authorization",
                                "Bearer " + token)
                        .body()
                        .at("/data/client/status")
                        .asString()
                        .equals("READY"));
        soon(15, DirectoryDriftTest::organizationOpen);
        assertThat(bystander.goesOn()).isTrue();
        bystander.close();
        assertThat(operators()).noneMatch(drift -> drift.startsWith("990101 ORGANIZATION_CLOSED"));
    }

    /** What both nodes say to it. */
    private static Set<String> codes(Map<String, String> asker, String document) {
        String[] header = asker.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new);
        return Stream.of(one, other)
                .map(node -> node.ask(document, Map.of(), header).code())
                .collect(Collectors.toSet());
    }

    private static boolean organizationOpen() {
        return byHand("GET", "organizations/" + organization("990101"), "").contains("\"enabled\":true");
    }

    /** Of the rows of the district in all tables, but what is to be done, which is done meanwhile, and who is connected. */
    private static Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        for (String table : Sql.rows(database, """
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                   and c.relname not in ('job', 'stream')
                """))
            digests.put(
                    table,
                    Sql.row(
                            database,
                            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from %s t where t.district_id = '%s'"
                                    .formatted(table, there)));
        return digests;
    }

    private static void operator(String mutation) {
        Served.Answer answer = one.post(
                "/platform/graphql",
                JSON.writeValueAsString(Map.of("query", "mutation { " + mutation + " }")),
                "Authorization",
                "Bearer " + keycloak.operatorToken());
        assertThat(answer.code()).as(answer.message()).isEmpty();
    }

    /** What the watch cannot make anything of, as an invitation by hand, does not keep it from the rest. */
    @Test
    void anAccountThatIsDisabledByHandIsReported() throws InterruptedException {
        Mail.shared();
        new ByHand(keycloak)
                .send(
                        "POST",
                        "organizations/" + ORGANIZATION + "/members/invite-user",
                        "application/x-www-form-urlencoded",
                        "email=invited%40example.test");
        byHand("PUT", "users/" + ACCOUNT + "07", "{\"enabled\":false}");
        soon(15, () -> drifts("140213-department").equals("[\"DISABLED REPORTED\"]"));
        byHand("PUT", "users/" + ACCOUNT + "07", "{\"enabled\":true}");
        soon(15, () -> drifts("140213-department").equals("[\"DISABLED OVER\"]"));
    }

    @Test
    void anOrganizationThatIsChangedByHandIsPutRightAndOperatorsAreTold() throws InterruptedException {
        JsonNode organization = JSON.readTree(byHand("GET", "organizations/" + ORGANIZATION, ""));
        byHand(
                "PUT",
                "organizations/" + ORGANIZATION,
                organization.toString().replace("\"enabled\":true", "\"enabled\":false"));
        soon(15, () -> operators().contains("140213 ORGANIZATION_CLOSED REPAIRED"));
        assertThat(byHand("GET", "organizations/" + ORGANIZATION, "")).contains("\"enabled\":true");
        byHand("DELETE", group("INTEGRATOR"), "");
        soon(15, () -> operators().contains("140213 GROUPS_MISSING REPAIRED"));
        assertThat(group("INTEGRATOR")).isNotBlank();
    }

    /** With whoever has a part in the district: staff in their roles, a member by the district's own rows, an integration. */
    @Test
    void anOrganizationThatIsDeletedByHandIsRestored() throws InterruptedException {
        operator("resumeDistrict(district: \"district_" + there + "\") { __typename }");
        soon(15, DirectoryDriftTest::organizationOpen);
        String manager = "01900000-0000-4000-9000-990101000016";
        Sql.run(database, """
                update district set live_since = now() where id = '%1$s';
                insert into property_company (district_id, code, name, contact_subject) values ('%1$s', 'P', '示例物业', '%2$s');
                insert into membership (subject, district_id) values ('%2$s', '%1$s');
                """.formatted(there, manager));
        String scope = "organization:990101";
        String before = keycloak.newToken("990101-officer", scope);
        soon(10, () -> me(other, before).contains("DISTRICT_OFFICER"));
        String client = one.ask(
                        "mutation { registerIntegration(name: \"示例\") { ... on ClientSecretGiven { client { id } } } }",
                        Map.of(),
                        "Authorization",
                        "Bearer " + keycloak.newToken("990101-admin", scope))
                .body()
                .at("/data/registerIntegration/client/id")
                .asString()
                .substring("client_".length());
        soon(
                20,
                () -> Sql.row(database, "select status::text from client where id = '" + client + "'")
                        .equals("READY"));
        String lost = organization("990101");
        byHand("DELETE", "organizations/" + lost, "");
        soon(15, () -> operators().contains("990101 ORGANIZATION_MISSING REPORTED"));
        operator("restoreOrganization(district: \"district_" + there + "\") { __typename ... on Refusal { code } }");
        soon(15, () -> operators().contains("990101 ORGANIZATION_MISSING REPAIRED"));
        assertThat(organization("990101")).isNotEqualTo(lost);
        for (Served node : List.of(one, other))
            soon(5, () -> code(node, before, "{ me { roles } }").equals("DISTRICT_UNKNOWN"));
        soon(20, () -> me(other, keycloak.newToken("990101-officer", scope)).contains("DISTRICT_OFFICER"));
        soon(20, () -> me(one, keycloak.newToken("990101-property", scope)).contains("PROPERTY_MANAGER"));
        String integration = Sql.row(
                database,
                "select r.account from client_registration r join client c on c.registration_id = r.id where c.id = '"
                        + client + "'");
        soon(
                20,
                () -> byHand("GET", group("990101", "INTEGRATOR") + "/members", "")
                        .contains(integration));
        soon(15, DirectoryDriftTest::organizationOpen);
        assertThat(asked(keycloak.newToken("990101-admin", scope), "{ staffDrifts { totalCount } }")
                        .at("/staffDrifts/totalCount")
                        .intValue())
                .isZero();
    }

    private static String me(Served node, String token) {
        return node.ask("{ me { roles } }", Map.of(), "Authorization", "Bearer " + token)
                .body()
                .toString();
    }

    private static String organization(String code) {
        return Sql.row(database, "select kc_org_id from district where code = '" + code + "'");
    }

    @Test
    void aClientThatIsChangedByHandIsMadeWhatItWas() throws InterruptedException {
        String id = admin(
                        "mutation { registerFrontend(name: \"示例\", redirectAddresses: [\"https://app.example/\"]) { ... on ClientSaved { client { id } } } }")
                .at("/registerFrontend/client/id")
                .asString();
        soon(20, () -> client(id).startsWith("READY"));
        String clientId = client(id).substring("READY ".length());
        String address = "clients/" + byHand(clientId).path("id").asString();
        byHand("PUT", address, "{\"redirectUris\":[\"https://evil.example/*\"]}");
        soon(15, () -> byHand(clientId).path("redirectUris").toString().equals("[\"https://app.example/\"]"));
        soon(15, () -> client(id).equals("READY " + clientId));
        byHand("DELETE", address + "/default-client-scopes/" + scope("linli-api"), "");
        soon(15, () -> byHand(clientId).path("defaultClientScopes").toString().contains("linli-api"));
        soon(15, () -> client(id).equals("READY " + clientId));
        byHand("PUT", address, "{\"enabled\":false}");
        soon(15, () -> operators().contains("140213 CLIENT_BLOCKED REPORTED"));
        assertThat(admin("{ client(id: \"" + id + "\") { problem } }")
                        .at("/client/problem")
                        .asString())
                .isEqualTo("REFUSED");
        byHand("PUT", address, "{\"enabled\":true}");
        soon(15, () -> operators().contains("140213 CLIENT_BLOCKED OVER"));
        soon(15, () -> client(id).equals("READY " + clientId));
        byHand("DELETE", address, "");
        soon(15, () -> byHand(clientId).has("id"));
        soon(15, () -> client(id).equals("READY " + clientId));
        assertThat(Sql.rows(
                        database,
                        "select payload ->> 'client_difference' from event where name = 'CLIENT_DRIFTED' and subject_id = '"
                                + id.substring("client_".length()) + "' order by at, id"))
                .containsExactly("CHANGED", "CHANGED", "CHANGED", "MISSING");
    }

    @Test
    void aClientThatTheDistrictChangesWhileItsDeletionIsToldIsRegisteredAnew() throws Exception {
        String id = admin(
                        "mutation { registerFrontend(name: \"示例\", redirectAddresses: [\"https://app.example/\"]) { ... on ClientSaved { client { id } } } }")
                .at("/registerFrontend/client/id")
                .asString();
        soon(20, () -> client(id).startsWith("READY"));
        String clientId = client(id).substring("READY ".length());
        String row = " where id = '" + id.substring("client_".length()) + "'";
        try (Connection district = database.connectAsMigrator();
                Statement statement = district.createStatement()) {
            district.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(20261127); select id from client" + row + " for update");
            byHand("DELETE", "clients/" + byHand(clientId).path("id").asString(), "");
            soon(
                    15,
                    () -> !Sql.rows(
                                    database,
                                    "select 1 from pg_locks l, pg_stat_activity a where l.locktype = 'advisory' and l.objid = 20261127"
                                            + " and l.pid = any(pg_blocking_pids(a.pid))")
                            .isEmpty());
            statement.execute("update client set version = version + 1" + row);
            district.commit();
        }
        soon(15, () -> byHand(clientId).path("redirectUris").toString().equals("[\"https://app.example/\"]"));
        soon(15, () -> client(id).equals("READY " + clientId));
        assertThat(operators()).noneMatch(drift -> drift.startsWith("140213 CLIENT_BLOCKED REPORTED"));
    }

    @Test
    void anIntegrationThatLostItsRoleByHandHasItAgain() throws InterruptedException {
        String id = admin(
                        "mutation { registerIntegration(name: \"示例\") { ... on ClientSecretGiven { client { id } } } }")
                .at("/registerIntegration/client/id")
                .asString();
        soon(20, () -> client(id).startsWith("READY"));
        String account = Sql.row(
                database,
                "select r.account from client_registration r join client c on c.registration_id = r.id where c.id = '"
                        + id.substring("client_".length()) + "'");
        byHand("DELETE", "organizations/" + ORGANIZATION + "/members/" + account, "");
        soon(15, () -> byHand("GET", group("INTEGRATOR") + "/members", "").contains(account));
    }

    private static JsonNode byHand(String clientId) {
        return JSON.readTree(byHand("GET", "clients?clientId=" + clientId, "")).path(0);
    }

    private static String scope(String name) {
        return JSON.readTree(byHand("GET", "client-scopes", ""))
                .valueStream()
                .filter(scope -> scope.path("name").asString().equals(name))
                .findAny()
                .orElseThrow()
                .path("id")
                .asString();
    }

    private static String client(String id) {
        JsonNode client =
                admin("{ client(id: \"" + id + "\") { status clientId } }").path("client");
        return client.path("status").asString() + " " + client.path("clientId").asString();
    }

    private static String group(String name) {
        return group("140213", name);
    }

    private static String group(String code, String name) {
        String groups = "organizations/" + organization(code) + "/groups";
        return JSON.readTree(byHand("GET", groups, ""))
                .valueStream()
                .filter(group -> group.path("name").asString().equals(name))
                .map(group -> groups + "/" + group.path("id").asString())
                .findFirst()
                .orElseThrow();
    }

    private static String byHand(String method, String path, String body) {
        return new ByHand(keycloak).ask(method, path, body);
    }

    private static String member(String username) {
        return "staff_" + Sql.row(database, "select id from staff_member where username = '" + username + "'");
    }

    private static String drifts(String username) {
        return admin("{ staffMember(id: \"" + member(username)
                        + "\") { drifts(orderBy: [FOUND_AT_ASC]) { nodes { kind status } } } }")
                .at("/staffMember/drifts/nodes")
                .valueStream()
                .map(drift -> "\"" + drift.path("kind").asString() + " "
                        + drift.path("status").asString() + "\"")
                .toList()
                .toString();
    }

    private static List<String> operators() {
        JsonNode answer = one.post(
                        "/platform/graphql",
                        JSON.writeValueAsString(
                                Map.of("query", "{ directoryDrifts { nodes { kind status district { code } } } }")),
                        "Authorization",
                        "Bearer " + keycloak.operatorToken())
                .body();
        return answer.at("/data/directoryDrifts/nodes")
                .valueStream()
                .map(drift -> drift.at("/district/code").asString() + " "
                        + drift.path("kind").asString() + " "
                        + drift.path("status").asString())
                .toList();
    }

    private static JsonNode admin(String document) {
        return asked(keycloak.token("140213-admin"), document);
    }

    private static JsonNode asked(String token, String document) {
        Served.Answer answer = one.ask(document, Map.of(), "Authorization", "Bearer " + token);
        assertThat(answer.body().path("errors").isMissingNode())
                .as(answer.body().toString())
                .isTrue();
        return answer.body().path("data");
    }

    private static String code(Served node, String token, String document) {
        return node.ask(document, Map.of(), "Authorization", "Bearer " + token).code();
    }

    private static void soon(int seconds, BooleanSupplier fact) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(seconds);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(200);
        }
    }
}
