package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.linli.services.Keycloak;

/** Somebody who changes Keycloak past the server. */
record ByHand(Keycloak keycloak) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    String ask(String method, String path, String body) {
        return send(method, path, "application/json", body);
    }

    String send(String method, String path, String type, String body) {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(
                                    keycloak.issuer().toString().replace("/realms/", "/admin/realms/") + "/" + path))
                            .header("Authorization", "Bearer " + keycloak.clientToken("by-hand", "by-hand-dev-secret"))
                            .header("Content-Type", type)
                            .timeout(Duration.ofSeconds(30))
                            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
