package org.linli.e2e;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.linli.services.Keycloak;
import org.linli.services.SignIn;
import tools.jackson.databind.JsonNode;

/** Where people and programs get their tokens. */
final class Realm {
    /** Tokens live for 300 s; one that is kept still has more than half of that. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private record Issued(JsonNode tokens, Instant at) {}

    private final URI issuer;
    private final Map<String, Issued> kept = new ConcurrentHashMap<>();

    Realm(String issuer) {
        this.issuer = URI.create(issuer);
    }

    /** What Keycloak answers a demo user who logs in: {@code access_token}, {@code id_token} and so on. */
    JsonNode tokens(String username, String scope) {
        return kept(
                username + " " + scope,
                () -> SignIn.person(issuer, username, Keycloak.PASSWORD, ("openid " + scope).strip()));
    }

    String clientToken(String client, String secret) {
        return kept(client, () -> SignIn.program(issuer, client, secret, ""))
                .path("access_token")
                .asString();
    }

    private JsonNode kept(String key, Supplier<String> issue) {
        return kept.compute(
                        key,
                        (same, old) -> old != null && old.at().plus(KEPT).isAfter(Instant.now())
                                ? old
                                : new Issued(Answer.json(issue.get()), Instant.now()))
                .tokens();
    }
}
