package org.linli.tenancy.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.linli.services.Keycloak;
import org.linli.tenancy.provisioning.ClientRegistrations.Facts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether a client in a real Keycloak is what it was made, and what somebody changes of it by hand. */
class ClientRegistrationsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Keycloak KEYCLOAK = Keycloak.shared();

    @Test
    void whateverIsChangedByHandIsSeen() {
        try (ClientRegistrations registrations =
                new ClientRegistrations(KEYCLOAK.issuer(), "linli-registrar-dev-secret")) {
            for (Facts facts : List.of(
                    new Facts("kept-1", "示例", false, false, List.of("https://a.example/"), List.of(), null),
                    new Facts("kept-2", "示例", true, false, List.of(), List.of(), "a secret that is kept nowhere"),
                    new Facts("kept-3", "示例", true, true, List.of(), List.of(), null))) {
                assertThat(registrations.free(facts.clientId()).block()).isTrue();
                String first =
                        registrations.register(facts.clientId(), facts.acts()).block();
                String token = Objects.requireNonNull(registrations
                        .change(Objects.requireNonNull(first), facts)
                        .block());
                assertThat(registrations.keeps(token, facts).block()).isTrue();
                assertThat(registrations.free(facts.clientId()).block()).isFalse();
                String client = "clients/"
                        + json(ask("GET", "clients?clientId=" + facts.clientId(), ""))
                                .at("/0/id")
                                .asString();
                List<String[]> changes = List.of(
                        new String[] {"PUT", client, "{\"name\":\"别的\"}"},
                        new String[] {"PUT", client, "{\"attributes\":{\"access.token.lifespan\":\"86400\"}}"},
                        new String[] {"PUT", client + "/optional-client-scopes/" + scope("offline_access"), ""},
                        new String[] {"DELETE", client + "/default-client-scopes/" + scope("linli-api"), ""});
                for (String[] change : changes) {
                    ask(change[0], change[1], change[2]);
                    assertThat(registrations.keeps(token, facts).block())
                            .as(facts.clientId() + " " + change[1] + change[2])
                            .isFalse();
                    token = Objects.requireNonNull(
                            registrations.change(token, facts).block());
                    assertThat(registrations.keeps(token, facts).block()).isTrue();
                }
                ask("PUT", client, "{\"enabled\":false}");
                assertThat(registrations.change(token, facts).blockOptional()).isEmpty();
                assertThat(registrations.free(facts.clientId()).block())
                        .as("disabled, but there")
                        .isFalse();
                ask("PUT", client, "{\"enabled\":true}");
                registrations.remove(facts.clientId(), token).block();
                assertThat(registrations.change(token, facts).blockOptional()).isEmpty();
                assertThat(registrations.free(facts.clientId()).block()).isTrue();
            }
        }
    }

    private static String scope(String name) {
        return json(ask("GET", "client-scopes", ""))
                .valueStream()
                .filter(scope -> scope.path("name").asString().equals(name))
                .findAny()
                .orElseThrow()
                .path("id")
                .asString();
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private static String ask(String method, String path, String body) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(
                                    KEYCLOAK.issuer().toString().replace("/realms/", "/admin/realms/") + "/" + path))
                            .header("Authorization", "Bearer " + KEYCLOAK.clientToken("by-hand", "by-hand-dev-secret"))
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
