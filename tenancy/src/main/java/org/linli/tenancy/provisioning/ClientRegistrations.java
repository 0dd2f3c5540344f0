package org.linli.tenancy.provisioning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keycloak's registration of clients, with the right to create some and none to change or see any: each is changed and removed with the token that
 * came when it was created. By the realm's policies, that token stays the same, PKCE with S256 is forced, and no client has scopes of its own choice
 * or mappers. Blocks on threads of its own; never in a transaction.
 */
public final class ClientRegistrations implements AutoCloseable {
    private static final String CLIENT = "linli-registrar";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    /** What a token says beside its subject and its audience. */
    private static final List<String> USUAL_SCOPES = List.of("basic", "acr", "linli-api");

    private static final String DISTRICT = "organization";

    /**
     * What a client shall be.
     *
     * @param acts whether as itself, by client credentials; else people log in with it
     * @param severalDistricts whether it names a district whenever it asks for a token; else one that acts is given its own
     * @param secret null where it stays as it is
     */
    public record Facts(
            String clientId,
            String name,
            boolean acts,
            boolean severalDistricts,
            List<String> redirects,
            List<String> origins,
            @Nullable String secret) {}

    private record Answer(int status, JsonNode body) {}

    private final URI realm;
    private final String secret;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler threads = Schedulers.fromExecutorService(executor);
    private final HttpClient http =
            HttpClient.newBuilder().executor(executor).connectTimeout(PATIENCE).build();

    /** @param realm its address, as in {@code http://keycloak/realms/linli} */
    public ClientRegistrations(URI realm, String secret) {
        this.realm = realm;
        this.secret = secret;
    }

    /**
     * Creates a client with which nobody can do anything yet.
     *
     * @return the token with which it is changed; empty if there is a client of that id
     */
    public Mono<String> register(String clientId, boolean acts) {
        return Mono.fromCallable(() -> created(clientId, acts)).subscribeOn(threads);
    }

    private @Nullable String created(String clientId, boolean acts) {
        // Keycloak makes up a secret, which is kept nowhere.
        Map<String, Object> shell = Map.of(
                "clientId",
                clientId,
                "publicClient",
                !acts,
                "serviceAccountsEnabled",
                acts,
                "standardFlowEnabled",
                false,
                "directAccessGrantsEnabled",
                false);
        Answer answer = send("POST", "", token(), JSON.writeValueAsString(shell));
        if (answer.status == 201)
            return answer.body.path("registrationAccessToken").stringValue();
        if (inUse(answer)) return null;
        throw refused(answer);
    }

    private static boolean inUse(Answer answer) {
        return answer.status == 400
                && answer.body.path("error_description").stringValue("").equals("Client Identifier in use");
    }

    /**
     * Whether there is no client of that id, not even one that was disabled. Nobody of ours may look, so that one is offered with an address that Keycloak
     * does not take: it complains of the id first, and of the address where the id is free. Nothing of it stays.
     */
    public Mono<Boolean> free(String clientId) {
        return Mono.fromCallable(() -> {
                    Map<String, Object> offer = Map.of("clientId", clientId, "redirectUris", List.of("#"));
                    Answer answer = send("POST", "", token(), JSON.writeValueAsString(offer));
                    if (inUse(answer)) return false;
                    if (answer.body.path("error").stringValue("").equals("invalid_redirect_uri")) return true;
                    throw refused(answer);
                })
                .subscribeOn(threads);
    }

    /**
     * Whether it is there, and as it shall be.
     *
     * @return empty where there is none that this token changes
     */
    public Mono<Boolean> keeps(String token, Facts facts) {
        return Mono.fromCallable(() -> send("GET", "/" + facts.clientId, token, ""))
                .subscribeOn(threads)
                .flatMap(answer -> switch (answer.status) {
                    case 200 -> Mono.just(keeps(answer.body, JSON.valueToTree(shape(facts))));
                    case 401, 404 -> Mono.empty();
                    default -> Mono.error(refused(answer));
                });
    }

    /** Nothing of what it shall have is otherwise; what it has beside is Keycloak's own. */
    private static boolean keeps(JsonNode is, JsonNode shall) {
        if (shall.isObject())
            return shall.propertyStream().allMatch(one -> keeps(is.path(one.getKey()), one.getValue()));
        if (shall.isArray())
            return is.valueStream()
                    .collect(Collectors.toSet())
                    .equals(shall.valueStream().collect(Collectors.toSet()));
        return shall.isBoolean() ? is.asBoolean(false) == shall.booleanValue() : is.equals(shall);
    }

    /** All of it but the secret, which only Keycloak keeps. */
    private static Map<String, Object> shape(Facts facts) {
        List<String> more = !facts.acts
                ? List.of("web-origins", "profile")
                : facts.severalDistricts ? List.<String>of() : List.of(DISTRICT);
        return Map.ofEntries(
                entry("clientId", facts.clientId),
                entry("name", facts.name),
                entry("enabled", true),
                entry("publicClient", !facts.acts),
                entry("serviceAccountsEnabled", facts.acts),
                entry("standardFlowEnabled", !facts.acts),
                entry("directAccessGrantsEnabled", false),
                entry("implicitFlowEnabled", false),
                entry("fullScopeAllowed", false),
                entry("redirectUris", facts.redirects),
                entry("webOrigins", facts.origins),
                entry("protocolMappers", List.of()),
                entry(
                        "attributes",
                        Map.of("access.token.lifespan", "300", "client_credentials.use_refresh_token", "false")),
                entry("defaultClientScopes", union(USUAL_SCOPES, more)),
                entry("optionalClientScopes", more.contains(DISTRICT) ? List.of() : List.of(DISTRICT)));
    }

    /**
     * Makes it what it shall be.
     *
     * @return the token with which it is changed next; empty where there is none that this one changes
     */
    public Mono<String> change(String token, Facts facts) {
        return Mono.fromCallable(() -> changed(token, facts)).subscribeOn(threads);
    }

    private @Nullable String changed(String token, Facts facts) {
        Map<String, Object> client = new HashMap<>(shape(facts));
        if (facts.secret != null) client.put("secret", facts.secret);
        Answer answer = send("PUT", "/" + facts.clientId, token, JSON.writeValueAsString(client));
        return switch (answer.status) {
            case 200 -> answer.body.path("registrationAccessToken").stringValue();
            case 401, 404 -> null;
            default -> throw refused(answer);
        };
    }

    private static List<String> union(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Removes it, with its account. A token that is for no client is for one that was removed before. */
    public Mono<Void> remove(String clientId, String token) {
        return Mono.<Void>fromRunnable(() -> {
                    Answer answer = send("DELETE", "/" + clientId, token, "");
                    if (answer.status != 204 && answer.status != 401) throw refused(answer);
                })
                .subscribeOn(threads);
    }

    private String token() {
        String form = "grant_type=client_credentials&client_id=" + CLIENT + "&client_secret="
                + URLEncoder.encode(secret, UTF_8);
        Answer answer = send(HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        if (answer.status != 200) throw refused(answer);
        return answer.body.path("access_token").stringValue();
    }

    private Answer send(String method, String path, String token, String body) {
        return send(HttpRequest.newBuilder(URI.create(realm + "/clients-registrations/default" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.createObjectNode());
        } catch (IOException e) {
            throw new DirectoryUnreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What Keycloak says is wrong, never what it was sent or what it gives. */
    private static IllegalStateException refused(Answer answer) {
        return new IllegalStateException("Keycloak answered %d: %s"
                .formatted(answer.status, answer.body.path("error_description").asString("")));
    }

    @Override
    public void close() {
        threads.dispose();
        http.close();
        executor.shutdownNow();
    }
}
