package org.linli.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who asks the server. */
final class Visitor {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String name;
    private final URI server;
    private final Supplier<Map<String, String>> headers;

    /** @param headers asked for with every request, since tokens expire */
    Visitor(String name, URI server, Supplier<Map<String, String>> headers) {
        this.name = name;
        this.server = server;
        this.headers = headers;
    }

    /** The same one, saying one thing more. */
    Visitor with(String header, String value) {
        return new Visitor(name, server, () -> {
            Map<String, String> more = new HashMap<>(headers.get());
            more.put(header, value);
            return more;
        });
    }

    Answer ask(String document) {
        return ask(document, Map.of());
    }

    Answer ask(String document, Map<String, ?> variables) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/graphql"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .POST(BodyPublishers.ofString(
                        MAPPER.writeValueAsString(Map.of("query", document, "variables", variables))));
        headers.get().forEach(request::header);
        return Answer.of(send(request.build()));
    }

    String address(String page) {
        return server.resolve(page).toString();
    }

    HttpResponse<String> open(String page) {
        return send(HttpRequest.newBuilder(URI.create(address(page)))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri().getPath() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
