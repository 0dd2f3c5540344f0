package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.linli.tenancy.provisioning.ClientRegistrations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a client that a district's IT registers to what is asked with its tokens: over HTTP, with a Keycloak that changes and jobs that are worked off. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a directory of its own, for one test after another")
class ClientsOfDistrictsTest {
    private static final String BACK = "https://app.example/back?from=linli";
    private static final String ORIGIN = "https://app.example";
    private static final String REGISTRAR = "linli-registrar-dev-secret";
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Keycloak keycloak;
    private static Database database;
    private static Served served;

    @BeforeAll
    static void serve() {
        keycloak = Keycloak.throwaway();
        database = Postgres.shared().freshDatabase("clients");
        served = new Served(
                database,
                "linli.jobs=true",
                "linli.keycloak.issuer=" + keycloak.issuer(),
                "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret",
                "linli.keycloak.registrar-secret=" + REGISTRAR);
        Sql.run(database, "update district set state = 'ACTIVE'");
    }

    @AfterAll
    static void end() {
        served.close();
        keycloak.close();
    }

    @Test
    void aResidentLogsInWithAFrontendOfTheDistrict() throws Exception {
        assertThat(allowsOrigin(ORIGIN)).isFalse();
        String id = mutation(
                        "140213",
                        "registerFrontend(name: \"示例小程序\", redirectAddresses: [\"%s\"], origins: [\"%s\"])"
                                .formatted(BACK, ORIGIN),
                        "... on ClientSaved { client { id } }")
                .at("/client/id")
                .stringValue();
        String clientId = ready("140213", id);
        String token = keycloak.newToken(clientId, BACK, "140213-resident", "organization:140213");
        soon(3, () -> !code(token).equals("CLIENT_NOT_GRANTED") && allowsOrigin(ORIGIN));
        Served.Answer answer = served.ask(
                "{ district { code } me { roles } }", Map.of(), "Authorization", "Bearer " + token, "Origin", ORIGIN);
        assertThat(answer.body().at("/data/district/code").stringValue()).isEqualTo("140213");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        // The other district never granted it, whoever logs in.
        assertThat(code(keycloak.newToken(clientId, BACK, "990101-resident", "organization:990101")))
                .isEqualTo("CLIENT_NOT_GRANTED");
        assertPages();
        assertLogins(clientId);
        String head = "{\"query\":\"subscription { updates { id } }\"}";
        try (SocketClient open =
                SocketClient.greeted(served.at("/").getPort(), "{\"token\":\"" + token + "\"}", "Origin", ORIGIN)) {
            open.ask("1", head);
            open.ask("2", "{\"query\":\"{ district { code } }\"}");
            assertThat(open.next()).contains("140213");
            open.next();
            mutation("140213", "withdrawClient(client: \"" + id + "\")", "");
            Instant withdrawn = Instant.now();
            assertThat(open.next()).contains("\"id\":\"1\"", "CLIENT_NOT_GRANTED");
            assertThat(Duration.between(withdrawn, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
        soon(5, () -> code(token).equals("CLIENT_NOT_GRANTED"));
        soon(5, () -> !allowsOrigin(ORIGIN));
        soon(20, () -> login(clientId, BACK, "S256") == 400);
    }

    /** A page may call with the rules of CORS, or open a socket. */
    private static void assertPages() {
        assertThat(allowsOrigin(ORIGIN)).isTrue();
        int port = served.at("/").getPort();
        SocketClient.greeted(port, "{\"X-District\":\"140213\"}", "Origin", ORIGIN)
                .close();
        for (String foreign : new String[] {"https://evil.example", "http://app.example", ORIGIN + ":8443", "null"}) {
            assertThat(allowsOrigin(foreign)).isFalse();
            assertThatThrownBy(() -> new SocketClient(port, SocketClient.PROTOCOL, "Origin", foreign))
                    .hasStackTraceContaining("403");
        }
    }

    private static void assertLogins(String clientId) {
        assertThat(login(clientId, BACK, "S256")).isEqualTo(200);
        // Not led back to, and told so at once.
        for (String foreign :
                new String[] {"https://app.example/", "https://evil.example/", BACK + "2", "http://localhost/"})
            assertThat(login(clientId, foreign, "S256")).isEqualTo(400);
        // Led back to with an error.
        for (String method : new String[] {"", "plain"})
            assertThat(login(clientId, BACK, method)).isEqualTo(302);
    }

    @Test
    void anIntegrationActsInItsDistrictWithItsSecret() throws Exception {
        JsonNode added = mutation(
                "140213", "registerIntegration(name: \"指挥中心\")", "... on ClientSecretGiven { secret client { id } }");
        String id = added.at("/client/id").stringValue();
        String first = added.path("secret").stringValue();
        String clientId = ready("140213", id);
        assertActs(clientId, first, "", "140213");
        assertThat(me(keycloak.newClientToken(clientId, first, "organization:990101")))
                .contains("\"district\":null");
        String earlier = keycloak.newClientToken(clientId, first, "");
        String second = mutation(
                        "140213",
                        "rotateClientSecret(client: \"" + id + "\")",
                        "... on ClientSecretGiven { secret client { status } }")
                .path("secret")
                .stringValue();
        ready("140213", id);
        assertThatThrownBy(() -> keycloak.newClientToken(clientId, first, ""))
                .hasMessageContaining("unauthorized_client");
        soon(5, () -> code(earlier).equals("TOKEN_INVALID"));
        assertActs(clientId, second, "", "140213");
        // Once it is there, it is not kept here.
        assertThat(Sql.rows(database, "select c.secret from client c where c.secret is not null"))
                .isEmpty();
        assertThat(Sql.rows(
                        database, "select name from event where subject_id = '%s' order by at, id".formatted(uuid(id))))
                .containsExactly("CLIENT_REGISTERED", "CLIENT_READY", "CLIENT_SECRET_ROTATED", "CLIENT_READY");
    }

    @Test
    void aVendorsClientServesTheDistrictsThatGrantIt() throws Exception {
        JsonNode added = mutation(
                "140213",
                "registerIntegration(name: \"示例供应商\", vendor: true)",
                "... on ClientSecretGiven { secret client { id } }");
        String secret = added.path("secret").stringValue();
        String here = added.at("/client/id").stringValue();
        String clientId = ready("140213", here);
        assertThat(me(keycloak.newClientToken(clientId, secret, "organization:990101")))
                .contains("\"district\":null");
        String there = mutation(
                        "990101",
                        "grantVendorClient(clientId: \"" + clientId + "\")",
                        "... on ClientSaved { client { id } }")
                .at("/client/id")
                .stringValue();
        assertThat(ready("990101", there)).isEqualTo(clientId);
        String inHere = keycloak.newClientToken(clientId, secret, "organization:140213");
        String inThere = keycloak.newClientToken(clientId, secret, "organization:990101");
        assertActs(clientId, secret, "organization:140213", "140213");
        assertActs(clientId, secret, "organization:990101", "990101");
        // What it may carry is each district's own.
        String version = Sql.rows(database, "select version from client where id = '" + uuid(here) + "'")
                .getFirst();
        mutation(
                "140213",
                "changeClient(client: \"" + here + "\", requestsPerMinute: 1, expectedVersion: " + version + ")",
                "");
        soon(5, () -> code(inHere).equals("THROTTLED"));
        assertThat(me(inThere)).contains("\"990101\"", "INTEGRATOR");
        // What is changed where it is registered is told wherever it is granted.
        String changed = "select name from event where name = 'CLIENT_CHANGED' and subject_id = '" + uuid(there) + "'";
        assertThat(Sql.rows(database, changed)).isEmpty();
        mutation(
                "140213",
                "changeClient(client: \"" + here + "\", name: \"示例厂商\", expectedVersion: "
                        + (Integer.parseInt(version) + 1) + ")",
                "");
        soon(20, () -> Sql.rows(database, changed).size() == 1);
        // Even the one that registered it withdraws it for itself alone.
        mutation("140213", "withdrawClient(client: \"" + here + "\")", "");
        soon(5, () -> code(inHere).equals("CLIENT_NOT_GRANTED"));
        assertThat(me(inThere)).contains("\"990101\"", "INTEGRATOR");
        soon(
                20,
                () -> me(keycloak.newClientToken(clientId, secret, "organization:140213"))
                        .contains("\"district\":null"));
        assertThat(me(keycloak.newClientToken(clientId, secret, "organization:990101")))
                .contains("\"990101\"", "INTEGRATOR");
        mutation("140213", "grantVendorClient(clientId: \"" + clientId + "\")", "");
        ready("140213", here);
        assertActs(clientId, secret, "organization:140213", "140213");
        // With the last one that withdraws it, Keycloak has it no more.
        mutation("140213", "withdrawClient(client: \"" + here + "\")", "");
        mutation("990101", "withdrawClient(client: \"" + there + "\")", "");
        soon(
                20,
                () -> Sql.rows(
                                database,
                                "select c.id from client c where c.registration_token is not null and c.id = '"
                                        + uuid(here) + "'")
                        .isEmpty());
        assertThatThrownBy(() -> keycloak.newClientToken(clientId, secret, "")).hasMessageContaining("invalid_client");
    }

    /** As when the node dies between Keycloak's answer and our note of it. */
    @Test
    void aClientWhoseRegistrationWasNotAnsweredGetsAnotherId() throws Exception {
        String lost = "140213-000000000001";
        try (ClientRegistrations registrations = new ClientRegistrations(keycloak.issuer(), REGISTRAR)) {
            assertThat(registrations.register(lost, false).block()).isNotNull();
            assertThat(registrations.register(lost, false).blockOptional()).isEmpty();
        }
        assertThat(login(lost, BACK, "S256")).isEqualTo(400);
        String id = "01900000-0000-7000-8000-00000000c001";
        Sql.run(database, """
                insert into client_registration (id, home_id, azp, kind, name, redirect_addresses, vendor)
                select '%1$s', d.id, '%2$s', 'FRONTEND', '示例', '{https://app.example/}', false from district d where d.code = '140213';
                insert into client (district_id, id, registration_id, created_at)
                select d.id, '%1$s', '%1$s', now() from district d where d.code = '140213';
                insert into job (district_id, kind, payload)
                select d.id, 'client', json_build_object('client', '%1$s') from district d where d.code = '140213';
                """.formatted(id, lost));
        String clientId = ready("140213", "client_" + id);
        assertThat(clientId).isNotEqualTo(lost).matches("140213-[0-9a-f]{12}");
        assertThat(login(clientId, "https://app.example/", "S256")).isEqualTo(200);
        // Twice is as once.
        Sql.run(database, """
                insert into job (district_id, kind, payload)
                select d.id, 'client', json_build_object('client', '%1$s') from district d where d.code = '140213'
                """.formatted(id));
        soon(
                20,
                () -> Sql.rows(database, "select id from job where kind = 'client' and done_at is null")
                        .isEmpty());
        assertThat(Sql.rows(database, "select name from event where subject_id = '" + id + "'"))
                .containsExactly("CLIENT_READY");
    }

    /** Whatever was at the moment: the district changed it before anybody looked, or the node died as with a new one. */
    @Test
    void aClientThatWasDeletedByHandIsRegisteredAnewAndGrantedAsBefore() throws Exception {
        String back = "https://vendor.example/";
        String here = mutation(
                        "140213",
                        "registerFrontend(name: \"示例\", vendor: true, redirectAddresses: [\"" + back + "\"])",
                        "... on ClientSaved { client { id } }")
                .at("/client/id")
                .stringValue();
        String clientId = ready("140213", here);
        String there = mutation(
                        "990101",
                        "grantVendorClient(clientId: \"" + clientId + "\", requestsPerMinute: 77)",
                        "... on ClientSaved { client { id } }")
                .at("/client/id")
                .stringValue();
        assertThat(ready("990101", there)).isEqualTo(clientId);
        ByHand byHand = new ByHand(keycloak);
        String number = JSON.readTree(byHand.ask("GET", "clients?clientId=" + clientId, ""))
                .at("/0/id")
                .stringValue();
        byHand.ask("DELETE", "clients/" + number, "");
        assertThat(login(clientId, back, "S256")).isEqualTo(400);
        mutation("140213", "changeClient(client: \"" + here + "\", name: \"示例厂商\", expectedVersion: 1)", "");
        assertThat(ready("140213", here)).isEqualTo(clientId);
        assertThat(login(clientId, back, "S256")).isEqualTo(200);

        Sql.run(database, """
                update client set status = 'CHANGING', registration_token = null where id = '%1$s';
                insert into job (district_id, kind, payload)
                select d.id, 'client', json_build_object('client', '%1$s') from district d where d.code = '140213';
                """.formatted(uuid(here)));
        String next = ready("140213", here);
        assertThat(next).isNotEqualTo(clientId).matches("140213-[0-9a-f]{12}");
        assertThat(login(next, back, "S256")).isEqualTo(200);
        assertThat(ready("990101", there)).isEqualTo(next);
        assertThat(Sql.rows(
                        database,
                        "select concat_ws(' ', d.code, g.azp, g.requests_per_minute) from client_grant g join district d on d.id = g.district_id"
                                + " where g.azp in ('%s', '%s') order by d.code".formatted(clientId, next)))
                .containsExactly("140213 " + next, "990101 " + next + " 77");
    }

    private static JsonNode mutation(String district, String field, String selection) {
        Served.Answer answer = served.ask(
                "mutation { " + field + " { __typename ... on Refusal { code } " + selection + " } }",
                Map.of(),
                "Authorization",
                "Bearer " + keycloak.token(district + "-admin"));
        JsonNode outcome = answer.body().path("data").values().iterator().next();
        assertThat(outcome.has("__typename") && !outcome.has("code"))
                .as(answer.body().toString())
                .isTrue();
        return outcome;
    }

    /** Its {@code client_id}, once it is ready. */
    private static String ready(String district, String id) throws InterruptedException {
        String document = "{ client(id: \"" + id + "\") { clientId status problem } }";
        Instant end = Instant.now().plusSeconds(30);
        while (true) {
            JsonNode client = served.ask(
                            document, Map.of(), "Authorization", "Bearer " + keycloak.token(district + "-admin"))
                    .body()
                    .at("/data/client");
            if (client.path("status").stringValue().equals("READY"))
                return client.path("clientId").stringValue();
            assertThat(Instant.now()).as(client.toString()).isBefore(end);
            Thread.sleep(200);
        }
    }

    /** Within two seconds: so old is what a node remembers of a district at most. */
    private static void assertActs(String clientId, String secret, String scope, String district)
            throws InterruptedException {
        String token = keycloak.newClientToken(clientId, secret, scope);
        soon(3, () -> !code(token).equals("CLIENT_NOT_GRANTED"));
        assertThat(me(token)).contains("\"" + district + "\"", "INTEGRATOR");
    }

    private static String me(String token) {
        return served.ask("{ me { roles district { code } } }", Map.of(), "Authorization", "Bearer " + token)
                .body()
                .toString();
    }

    private static String code(String token) {
        return served.ask("{ district { code } }", Map.of(), "Authorization", "Bearer " + token)
                .code();
    }

    private static String uuid(String id) {
        return id.substring(id.indexOf('_') + 1);
    }

    private static boolean allowsOrigin(String origin) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(served.at("/graphql"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type"));
        return answer.headers().firstValue("Access-Control-Allow-Origin").isPresent();
    }

    /** What Keycloak answers who wants to log in: a page, a way back, or nothing of either. */
    private static int login(String clientId, String redirect, String method) {
        String challenge = method.isEmpty()
                ? ""
                : "&code_challenge_method=" + method + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(
                keycloak.issuer() + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
                        + clientId + "&redirect_uri=" + URLEncoder.encode(redirect, UTF_8) + challenge)));
        answer.headers()
                .firstValue("Location")
                .ifPresent(back -> assertThat(back).startsWith(redirect).contains("error=invalid_request"));
        return answer.statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void soon(int seconds, BooleanSupplier fact) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(seconds);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(200);
        }
    }
}
