package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Where people and programs get their tokens, as they do: the login page (code flow with PKCE) and client credentials. */
final class Realm {
    private static final String PASSWORD = "linli-demo-2024";

    /** Tokens live for 300 s; one that is kept still has more than half of that. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private record Issued(JsonNode tokens, Instant at) {}

    private final String issuer;
    private final String redirect;
    private final Map<String, Issued> kept = new ConcurrentHashMap<>();

    /** @param redirect a page of the server, where the login page sends the browser back to */
    Realm(String issuer, String redirect) {
        this.issuer = issuer;
        this.redirect = redirect;
    }

    /** What Keycloak answers a demo user who logs in: {@code access_token}, {@code id_token} and so on. */
    JsonNode tokens(String username, String scope) {
        return kept(username + " " + scope, () -> logIn(username, "openid " + scope));
    }

    String clientToken(String client, String secret) {
        Map<String, String> form =
                Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret);
        return kept(client, () -> token(form)).path("access_token").asString();
    }

    private JsonNode kept(String key, Supplier<JsonNode> issue) {
        return kept.compute(
                        key,
                        (same, old) -> old != null && old.at().plus(KEPT).isAfter(Instant.now())
                                ? old
                                : new Issued(issue.get(), Instant.now()))
                .tokens();
    }

    private JsonNode logIn(String username, String scope) {
        // By hand, since they are Secure, which java.net's cookie store keeps from plain HTTP even to this machine.
        Map<String, String> cookies = new TreeMap<>();
        String verifier = UUID.randomUUID().toString() + UUID.randomUUID();
        String question = form(Map.of(
                "response_type",
                "code",
                "client_id",
                "linli-web",
                "redirect_uri",
                redirect,
                "scope",
                scope,
                "code_challenge_method",
                "S256",
                "code_challenge",
                challenge(verifier)));
        HttpResponse<String> page =
                browse(HttpRequest.newBuilder(URI.create(endpoint("auth") + "?" + question)), cookies);
        // A login to an organization asks for the username on one page and for the password on the next.
        for (int pages = 0; pages < 2 && page.statusCode() == 200; pages++)
            page = browse(post(action(page), Map.of("username", username, "password", PASSWORD)), cookies);
        String code =
                find("[?&]code=([^&]+)", page.headers().firstValue("Location").orElseGet(page::body));
        return token(Map.of(
                "grant_type", "authorization_code",
                "client_id", "linli-web",
                "redirect_uri", redirect,
                "code", code,
                "code_verifier", verifier));
    }

    private static URI action(HttpResponse<String> page) {
        return URI.create(find("id=\"kc-form-login\"[^>]* action=\"([^\"]+)\"", page.body())
                .replace("&amp;", "&"));
    }

    private static HttpResponse<String> browse(HttpRequest.Builder request, Map<String, String> cookies) {
        if (!cookies.isEmpty()) request.header("Cookie", String.join("; ", cookies.values()));
        HttpResponse<String> page =
                Visitor.send(request.timeout(Duration.ofSeconds(30)).build());
        for (String cookie : page.headers().allValues("Set-Cookie"))
            cookies.put(cookie.substring(0, cookie.indexOf('=')), cookie.substring(0, cookie.indexOf(';')));
        return page;
    }

    private JsonNode token(Map<String, String> form) {
        HttpResponse<String> answer = Visitor.send(post(URI.create(endpoint("token")), form)
                .timeout(Duration.ofSeconds(30))
                .build());
        if (answer.statusCode() != 200) throw new IllegalStateException(answer.body());
        return Answer.json(answer.body());
    }

    private String endpoint(String name) {
        return issuer + "/protocol/openid-connect/" + name;
    }

    private static HttpRequest.Builder post(URI uri, Map<String, String> fields) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) throw new IllegalStateException("no " + pattern + " in " + text);
        return matcher.group(1);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
