package org.linli.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One sign-in to {@code linli-web}: authorization code with PKCE (RFC 7636), the password typed into Keycloak's page. */
final class SignIn {
    private static final String REDIRECT = "http://localhost/";

    private final Keycloak keycloak;
    private final String username;
    private final String password;

    /** By hand, since they are Secure, which java.net's cookie store keeps from plain HTTP even to this machine. */
    private final Map<String, String> cookies = new TreeMap<>();

    SignIn(Keycloak keycloak, String username, String password) {
        this.keycloak = keycloak;
        this.username = username;
        this.password = password;
    }

    String accessToken(String scope) {
        var verifier = UUID.randomUUID().toString() + UUID.randomUUID();
        var question = form(Map.of(
                "response_type",
                "code",
                "client_id",
                "linli-web",
                "redirect_uri",
                REDIRECT,
                "scope",
                scope,
                "code_challenge_method",
                "S256",
                "code_challenge",
                challenge(verifier)));
        var page = send(HttpRequest.newBuilder(URI.create(keycloak.endpoint("auth") + "?" + question)));
        // A sign-in to an organization asks for the username on one page and for the password on the next.
        for (var pages = 0; pages < 2 && page.statusCode() == 200; pages++)
            page = send(builder(action(page), Map.of("username", username, "password", password)));
        var code =
                find("[?&]code=([^&]+)", page.headers().firstValue("Location").orElseGet(page::body));
        return keycloak.accessToken(Map.of(
                "grant_type", "authorization_code",
                "client_id", "linli-web",
                "redirect_uri", REDIRECT,
                "code", code,
                "code_verifier", verifier));
    }

    private static URI action(HttpResponse<String> page) {
        return URI.create(find("id=\"kc-form-login\"[^>]* action=\"([^\"]+)\"", page.body())
                .replace("&amp;", "&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) request.header("Cookie", String.join("; ", cookies.values()));
        var answer = keycloak.send(request.timeout(Duration.ofSeconds(30)).build());
        for (var cookie : answer.headers().allValues("Set-Cookie"))
            cookies.put(cookie.substring(0, cookie.indexOf('=')), cookie.substring(0, cookie.indexOf(';')));
        return answer;
    }

    static HttpRequest post(URI uri, Map<String, String> fields) {
        return builder(uri, fields).timeout(Duration.ofSeconds(30)).build();
    }

    private static HttpRequest.Builder builder(URI uri, Map<String, String> fields) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The pattern's group in a text that must hold it. The text is not told, as it may hold a token. */
    static String find(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        if (matcher.find()) return matcher.group(1);
        var error = Pattern.compile(
                        "\"error(_description)?\":\"[^\"]*\"|error=[^&]*|id=\"input-error[^>]*>[^<]*|<title>[^<]*")
                .matcher(text);
        throw new IllegalStateException(
                "Keycloak did not answer with " + pattern + (error.find() ? ": " + error.group() : ""));
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
