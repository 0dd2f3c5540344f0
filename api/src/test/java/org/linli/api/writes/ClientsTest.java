package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/** Client 6 of the fixture is a frontend, 3 and 10 are integrations, 4 is withdrawn. Numbers 8, withdrawn here, and 10 are a vendor's. Keycloak is not asked. */
class ClientsTest {
    private static final String FRONTEND = node(HERE, "client", 6);
    private static final String INTEGRATION = node(HERE, "client", 3);
    private static final String WITHDRAWN = node(HERE, "client", 4);
    private static final String VENDORS = node(HERE, "client", 10);
    private static final String CLIENT = "... on ClientSaved { client { id status version requestsPerMinute } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aFrontendIsRegisteredChangedAndWithdrawn() {
        JsonNode client = writes.done(
                        "admin",
                        """
                        registerFrontend(name: "示例小程序", redirectAddresses: ["https://app.example/back"], origins: ["https://app.example"],
                                         requestsPerMinute: 600)
                        """.strip(),
                        "... on ClientSaved { client { id name kind clientId redirectAddresses origins vendor registeredHere requestsPerMinute status problem version } }")
                .path("client");
        String id = client.path("id").stringValue();
        assertThat(client.path("clientId").stringValue()).matches("140213-[0-9a-f]{12}");
        assertThat(client.toString())
                .contains(
                        "\"name\":\"示例小程序\",\"kind\":\"FRONTEND\"",
                        "\"redirectAddresses\":[\"https://app.example/back\"],\"origins\":[\"https://app.example\"],\"vendor\":false,\"registeredHere\":true,"
                                + "\"requestsPerMinute\":600,\"status\":\"REGISTERING\",\"problem\":null,\"version\":1");
        // Until Keycloak has it, nobody comes by it.
        assertThat(granted(client.path("clientId").stringValue())).isEmpty();
        assertThat(writes.rows("select payload ->> 'client' from job where kind = 'client'"))
                .containsExactly(id.substring("client_".length()));
        assertThat(saved("changeClient(client: \"%s\", name: \"新名\", origins: [], expectedVersion: 1)".formatted(id)))
                .isEqualTo("REGISTERING 2 600");
        assertThat(writes.asked(
                                "auditor",
                                "{ client(id: \"" + id
                                        + "\") { name redirectAddresses origins history(orderBy: [AT_ASC]) { nodes { event } } } }")
                        .path("client")
                        .toString())
                .isEqualTo(
                        "{\"name\":\"新名\",\"redirectAddresses\":[\"https://app.example/back\"],\"origins\":[],\"history\":{\"nodes\":["
                                + "{\"event\":\"CLIENT_REGISTERED\"},{\"event\":\"CLIENT_CHANGED\"}]}}");
        assertThat(saved("withdrawClient(client: \"" + id + "\")")).isEqualTo("WITHDRAWN 3 600");
        assertThat(writes.rows("select closed_at is not null from client_registration where name = '新名'"))
                .containsExactly("t");
    }

    /** That a secret stands nowhere in clear. */
    @Test
    void anIntegrationIsToldItsSecretOnce() {
        JsonNode added = writes.done(
                "admin",
                "registerIntegration(name: \"指挥中心\")",
                "... on ClientSecretGiven { secret client { id kind status requestsPerMinute } }");
        String first = added.path("secret").stringValue();
        assertThat(first).matches("[\\w-]{43}");
        String id = added.at("/client/id").stringValue();
        JsonNode rotated = writes.done(
                "admin",
                "rotateClientSecret(client: \"" + id + "\")",
                "... on ClientSecretGiven { secret client { status version } }");
        assertThat(rotated.path("client").toString()).isEqualTo("{\"status\":\"REGISTERING\",\"version\":2}");
        for (String secret : List.of(first, rotated.path("secret").stringValue()))
            assertThat(
                            writes.rows(
                                    "select c::text from client c union all select e::text from event e union all select j::text from job j"))
                    .noneMatch(row -> row.contains(secret));
        assertThat(rotated.path("secret").stringValue()).isNotEqualTo(first);
    }

    /** It does not lie with the request either, however that is sealed. */
    @Test
    void whoRepeatsTheRequestIsNotToldTheSecretAgain() {
        Caller admin = writes.caller("admin");
        for (String mutation :
                List.of("registerIntegration(name: \"指挥中心\")", "rotateClientSecret(client: \"" + VENDORS + "\")")) {
            String name = mutation.replaceAll("\\W.*", "");
            JsonNode given =
                    writes.done(admin, mutation, "... on ClientSecretGiven { secret client { id } }", name + "-once");
            assertThat(writes.kept(admin, name, name + "-once"))
                    .contains("ClientSecretTold")
                    .doesNotContain(given.path("secret").asString());
            writes.refused(admin, "CLIENT_SECRET_TOLD", mutation, name + "-once");
            assertThat(writes.run(admin, mutation, "... on ClientSecretTold { client { id } }", name + "-once")
                            .path("client"))
                    .isEqualTo(given.path("client"));
        }
    }

    @Test
    void whatIsReadyIsChangedWithinSeconds() {
        assertThat(saved("changeClient(client: \"%s\", name: \"新名\", expectedVersion: 1)".formatted(VENDORS)))
                .isEqualTo("CHANGING 2 1000");
        writes.done("admin", "rotateClientSecret(client: \"" + VENDORS + "\")", "");
        // How much it may carry is nothing that Keycloak knows.
        assertThat(saved("changeClient(client: \"%s\", requestsPerMinute: 7, expectedVersion: 1)".formatted(FRONTEND)))
                .isEqualTo("READY 2 7");
        assertThat(granted("140213-client-6")).containsExactly("7");
        assertThat(saved("changeClient(client: \"%s\", requestsPerMinute: 0, expectedVersion: 2)".formatted(FRONTEND)))
                .isEqualTo("READY 3 null");
        assertThat(granted("140213-client-6")).containsExactly((String) null);
    }

    @ParameterizedTest
    @CsvSource({
        "[], HOW_MANY",
        "[\"http://app.example/\"], HTTPS",
        "[\"https://app.example/*\"], NO_WILDCARD",
        "[\"https://app.example/#x\"], NO_FRAGMENT"
    })
    void anAddressIsRefused(String addresses, String rule) {
        for (String mutation : List.of(
                "registerFrontend(name: \"示例\", redirectAddresses: " + addresses + ")",
                "changeClient(client: \"%s\", redirectAddresses: %s, expectedVersion: 1)"
                        .formatted(FRONTEND, addresses))) {
            writes.refused("admin", "CLIENT_ADDRESS_REFUSED", mutation);
            assertThat(writes.run(writes.caller("admin"), mutation, "... on ClientAddressRefused { rule }", null)
                            .path("rule")
                            .stringValue())
                    .isEqualTo(rule);
        }
        writes.refused(
                "admin",
                "CLIENT_ADDRESS_REFUSED",
                "changeClient(client: \"%s\", origins: [\"https://app.example\"], expectedVersion: 2)"
                        .formatted(INTEGRATION));
    }

    @Test
    void aDistrictHasAHundredClients() {
        writes.sql("""
                insert into client_registration (id, home_id, azp, kind, name, vendor)
                select uuidv7(), :district, 'more-' || n, 'INTEGRATION', '示例', false from generate_series(1, 92) n;
                insert into client (district_id, id, registration_id, created_at)
                select :district, uuidv7(), r.id, now() from client_registration r where r.azp like 'more-%'
                """);
        writes.refused(
                "admin",
                "TOO_MANY_CLIENTS",
                "registerFrontend(name: \"示例\", redirectAddresses: [\"https://a.example/\"])");
        writes.refused("admin", "TOO_MANY_CLIENTS", "registerIntegration(name: \"示例\")");
        writes.refused("admin", "TOO_MANY_CLIENTS", "grantVendorClient(clientId: \"990101-client-10\")");
        writes.done("admin", "withdrawClient(client: \"" + FRONTEND + "\")", "");
        writes.done("admin", "grantVendorClient(clientId: \"990101-client-10\")", "");
    }

    @Test
    void aVendorsClientIsGrantedAndWithdrawnByEachDistrictAlone() {
        String id = writes.done(
                        "admin",
                        "grantVendorClient(clientId: \"990101-client-10\", requestsPerMinute: 30)",
                        "... on ClientSaved { client { id } }")
                .at("/client/id")
                .stringValue();
        assertThat(writes.asked(
                                "admin",
                                "{ client(id: \"" + id
                                        + "\") { kind vendor registeredHere requestsPerMinute status } }")
                        .path("client")
                        .toString())
                .isEqualTo(
                        "{\"kind\":\"INTEGRATION\",\"vendor\":true,\"registeredHere\":false,\"requestsPerMinute\":30,\"status\":\"REGISTERING\"}");
        assertThat(granted("990101-client-10")).containsExactly("1000", "30");
        writes.refused("admin", "TRANSITION_REFUSED", "grantVendorClient(clientId: \"990101-client-10\")");
        writes.refused("admin", "CLIENT_OF_ANOTHER_DISTRICT", "rotateClientSecret(client: \"" + id + "\")");
        writes.refused(
                "admin",
                "CLIENT_OF_ANOTHER_DISTRICT",
                "changeClient(client: \"%s\", name: \"新名\", expectedVersion: 1)".formatted(id));
        assertThat(saved("changeClient(client: \"%s\", requestsPerMinute: 40, expectedVersion: 1)".formatted(id)))
                .isEqualTo("REGISTERING 2 40");
        assertThat(granted("990101-client-10")).containsExactly("1000", "40");
        assertThat(saved("withdrawClient(client: \"" + id + "\")")).isEqualTo("WITHDRAWN 3 40");
        assertThat(granted("990101-client-10")).containsExactly("1000");
        assertThat(writes.rows("select closed_at is null from client_registration where azp = '990101-client-10'"))
                .containsExactly("t");
        assertThat(saved("grantVendorClient(clientId: \"990101-client-10\", requestsPerMinute: 50)"))
                .isEqualTo("REGISTERING 4 50");
    }

    /** Nobody may grant what belongs to another district alone, nor what nobody grants any more. */
    @Test
    void onlyAVendorsClientIsGranted() {
        for (String azp : List.of("990101-client-6", "990101-client-2", "990101-client-9", "linli-web", "no such"))
            writes.refused("admin", "NOT_FOUND", "grantVendorClient(clientId: \"" + azp + "\")");
        writes.refused("admin", "TRANSITION_REFUSED", "grantVendorClient(clientId: \"140213-client-10\")");
        assertThat(saved("grantVendorClient(clientId: \"140213-client-8\")")).isEqualTo("REGISTERING 2 null");
        writes.done("admin", "withdrawClient(client: \"" + node(HERE, "client", 8) + "\")", "");
        writes.refused("admin", "NOT_FOUND", "grantVendorClient(clientId: \"140213-client-8\")");
    }

    @Test
    void whatIsWithdrawnStaysAsItIs() {
        for (String mutation : List.of(
                "withdrawClient(client: \"%s\")",
                "rotateClientSecret(client: \"%s\")",
                "changeClient(client: \"%s\", requestsPerMinute: 1, expectedVersion: 1)"))
            writes.refused("admin", "TRANSITION_REFUSED", mutation.formatted(WITHDRAWN));
    }

    @Test
    void aFrontendHasNoSecret() {
        writes.refused("admin", "CLIENT_WITHOUT_SECRET", "rotateClientSecret(client: \"" + FRONTEND + "\")");
    }

    @Test
    void whoDecidedOnAnEarlierVersionIsTold() {
        writes.refused(
                "admin",
                "VERSION_CONFLICT",
                "changeClient(client: \"%s\", name: \"新名\", expectedVersion: 9)".formatted(FRONTEND));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String nobodys = "client_" + id(HERE, "client", 99);
        for (String mutation : List.of(
                "withdrawClient(client: \"%s\")",
                "rotateClientSecret(client: \"%s\")",
                "changeClient(client: \"%s\", requestsPerMinute: 1, expectedVersion: 1)"))
            writes.refused("admin", "NOT_FOUND", mutation.formatted(nobodys));
    }

    @Test
    void onlyTheDistrictsItHasToDoWithClients() {
        for (String caller : List.of("guest", "resident", "integrator", "auditor", "district officer"))
            for (String mutation : List.of(
                    "registerFrontend(name: \"示例\", redirectAddresses: [\"https://a.example/\"])",
                    "registerIntegration(name: \"示例\")",
                    "changeClient(client: \"" + FRONTEND + "\", name: \"新名\", expectedVersion: 1)",
                    "rotateClientSecret(client: \"" + INTEGRATION + "\")",
                    "withdrawClient(client: \"" + FRONTEND + "\")",
                    "grantVendorClient(clientId: \"990101-client-10\")")) writes.fails(caller, "FORBIDDEN", mutation);
        Caller there = new Caller(
                id(THERE, "account", 32),
                THERE,
                "linli-web",
                Set.of(Role.GUEST, Role.ACCOUNT, Role.DISTRICT_ADMIN),
                Map.of(),
                Map.of());
        writes.refused(there, "NOT_FOUND", "withdrawClient(client: \"" + FRONTEND + "\")");
    }

    private String saved(String mutation) {
        JsonNode client = writes.done("admin", mutation, CLIENT).path("client");
        return client.path("status").stringValue() + " "
                + client.path("version").asString() + " "
                + client.path("requestsPerMinute").asString("null");
    }

    private List<String> granted(String azp) {
        return writes.rows("select requests_per_minute from client_grant where azp = '" + azp
                + "' order by requests_per_minute desc nulls last");
    }
}
