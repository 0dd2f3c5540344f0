package org.linli.services;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Keycloak server with the realm {@code linli}: two districts and the demo users of {@code demo.json}. */
public final class Keycloak extends Service {
    /** Of every demo user. */
    public static final String PASSWORD = "linli-demo-2024";

    /** Tokens live for 300 s; a test that gets a kept one still has most of that. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private static @Nullable Keycloak shared;

    private record Issued(String token, Instant at) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    /** In which it is installed. */
    private final Path folder;

    private Keycloak(Server server, Path folder, int port) {
        super(server, port);
        this.folder = folder;
    }

    /** The one server that all tests of this JVM share. Leave it running and its realm as it is. */
    public static synchronized Keycloak shared() {
        if (shared == null) shared = throwaway();
        return shared;
    }

    /** A running server of one's own; {@link #close} deletes its data. */
    public static Keycloak throwaway() {
        return keycloak(Folders.throwaway("keycloak"), freePort(), true);
    }

    /**
     * A running server whose data outlive it. The realm is imported when the folder is new, and never again.
     *
     * @param folder for data and log; made if it does not exist. Root must name a place that {@code nobody} can reach.
     */
    public static Keycloak persistent(Path folder, int port) {
        return keycloak(folder.toAbsolutePath(), port, false);
    }

    private static Keycloak keycloak(Path folder, int port, boolean throwaway) {
        if (ContainerServer.chosen())
            return started(new Keycloak(ContainerKeycloak.server(folder, port, throwaway), folder, port));
        EmbeddedKeycloak.fill(folder, throwaway);
        return started(new Keycloak(EmbeddedKeycloak.server(folder, port, throwaway), folder, port));
    }

    /** The address that browsers use, whatever address the API uses: tokens name it as their issuer. */
    static String url(int port) {
        return "http://localhost:" + port;
    }

    /** What tokens carry as {@code iss}; keys are below it at {@code /protocol/openid-connect/certs}. */
    public URI issuer() {
        return URI.create(url(port()) + "/realms/linli");
    }

    /**
     * An access token of a demo user. {@code 140213-grid} and the like sign in to the district of their name, others to
     * none. Kept for a while: the same user may get the same token.
     */
    public String token(String username) {
        return token(username, username.matches("\\d{6}-.*") ? "organization:" + username.substring(0, 6) : "");
    }

    /** The same with scopes besides {@code openid}: {@code organization:140213}, or {@code organization:*} for all. */
    public String token(String username, String scope) {
        return kept(username + " " + scope, () -> newToken(username, scope));
    }

    /** An access token from a new session: the code flow with PKCE through the login page, as a browser does it. */
    public String newToken(String username, String scope) {
        return accessToken(SignIn.person(issuer(), username, PASSWORD, ("openid " + scope).strip()));
    }

    /** An access token of the demo's operator, by the operators' own client. Kept for a while. */
    public String operatorToken() {
        return platformToken("operator");
    }

    /** An access token of somebody by the operators' own client. */
    public String platformToken(String username) {
        return kept(
                username + " of the platform",
                () -> accessToken(SignIn.person(issuer(), "platform-console", username, PASSWORD, "openid")));
    }

    /** The same through another frontend than the server's pages, which the login leads back to {@code redirect}. */
    public String newToken(String clientId, String redirect, String username, String scope) {
        return accessToken(
                SignIn.person(issuer(), clientId, redirect, username, PASSWORD, ("openid " + scope).strip()));
    }

    /** An access token of a client's service account, for what it asks. */
    public String newClientToken(String clientId, String secret, String scope) {
        return accessToken(SignIn.program(issuer(), clientId, secret, scope));
    }

    /** An access token of a client's service account ({@code integrator-140213-demo}, for one). Kept for a while. */
    public String clientToken(String clientId, String secret) {
        return kept(clientId, () -> accessToken(SignIn.program(issuer(), clientId, secret, "")));
    }

    private String kept(String key, Supplier<String> issue) {
        var now = Instant.now();
        var kept = issued.compute(
                key,
                (_key, old) -> old != null && old.at().plus(KEPT).isAfter(now) ? old : new Issued(issue.get(), now));
        return kept.token();
    }

    private static String accessToken(String answer) {
        return SignIn.find("\"access_token\":\"([^\"]+)\"", answer);
    }

    /**
     * Tables of its own database in which some value has the pattern: all that it keeps, whatever its API tells. Empty for one in a container, whose
     * database is not at hand.
     */
    public Optional<List<String>> tables(Pattern pattern) {
        if (ContainerServer.chosen()) return Optional.empty();
        // H2 writes what is committed within half a second.
        Program.pause(1_000);
        freeze();
        Path copy;
        try {
            copy = KeycloakRows.copied(folder);
        } finally {
            thaw();
        }
        try {
            return Optional.of(KeycloakRows.tables(folder, copy, pattern));
        } finally {
            Folders.delete(copy);
        }
    }

    URI endpoint(String name) {
        return SignIn.endpoint(issuer(), name);
    }

    HttpResponse<String> send(HttpRequest request) {
        return SignIn.send(http, request);
    }

    @Override
    boolean answers() {
        try {
            var request = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"));
            return send(request.timeout(Duration.ofSeconds(5)).build()).statusCode() == 200;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
