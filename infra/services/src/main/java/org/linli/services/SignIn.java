package org.linli.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How people and programs get tokens of a realm: a person by authorization code with PKCE (RFC 7636) through
 * {@code linli-web}, the password typed into Keycloak's page; a program by client credentials.
 */
public final class SignIn {
    private static final String REDIRECT = "http://localhost/";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final URI issuer;

    /** By hand, since they are Secure, which java.net's cookie store keeps from plain HTTP even to this machine. */
    private final Map<String, String> cookies = new TreeMap<>();

    private SignIn(URI issuer) {
        this.issuer = issuer;
    }

    /**
     * A new session of a person.
     *
     * @param scope such as {@code openid organization:140213}
     * @return Keycloak's answer in JSON: {@code access_token}, {@code id_token} and so on
     */
    public static String person(URI issuer, String username, String password, String scope) {
        return person(issuer, "linli-web", username, password, scope);
    }

    /** The same through another public client. */
    public static String person(URI issuer, String client, String username, String password, String scope) {
        return person(issuer, client, REDIRECT, username, password, scope);
    }

    /** The same, led back elsewhere. */
    static String person(URI issuer, String client, String redirect, String username, String password, String scope) {
        return new SignIn(issuer).tokens(client, redirect, username, password, scope);
    }

    /** The same for a client's service account; without a scope, what the client gets by default. */
    public static String program(URI issuer, String clientId, String secret, String scope) {
        return new SignIn(issuer)
                .tokens(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", clientId,
                        "client_secret", secret,
                        "scope", scope));
    }

    /** What a refresh token, which serves once, is exchanged for: Keycloak's answer in JSON. */
    public static String again(URI issuer, String refreshToken) {
        return new SignIn(issuer)
                .tokens(Map.of("grant_type", "refresh_token", "client_id", "linli-web", "refresh_token", refreshToken));
    }

    /** Does what somebody does who is invited by a letter: follows its link and chooses a password. */
    public static void accept(URI issuer, String link, String password) {
        new SignIn(issuer).choose(URI.create(link), password);
    }

    private void choose(URI link, String password) {
        var page = follow(send(HttpRequest.newBuilder(link)));
        // First Keycloak asks whether this was meant.
        var meant = Pattern.compile("href=\"([^\"]*login-actions/action-token[^\"]*)\"")
                .matcher(page.body());
        if (meant.find())
            page = follow(
                    send(HttpRequest.newBuilder(issuer.resolve(meant.group(1).replace("&amp;", "&")))));
        var form = URI.create(find("<form id=\"kc-passwd-update-form\"[^>]* action=\"([^\"]+)\"", page.body())
                .replace("&amp;", "&"));
        page = follow(send(post(form, Map.of("password-new", password, "password-confirm", password))));
        if (page.statusCode() != 200 || page.body().contains("kc-passwd-update-form"))
            throw new IllegalStateException("Keycloak did not take the password: " + page.statusCode());
    }

    private HttpResponse<String> follow(HttpResponse<String> answer) {
        var page = answer;
        for (var hops = 0; hops < 5 && page.statusCode() / 100 == 3; hops++)
            page = send(HttpRequest.newBuilder(
                    page.uri().resolve(page.headers().firstValue("Location").orElseThrow())));
        return page;
    }

    private String tokens(String client, String redirect, String username, String password, String scope) {
        var verifier = UUID.randomUUID().toString() + UUID.randomUUID();
        var question = form(Map.of(
                "response_type",
                "code",
                "client_id",
                client,
                "redirect_uri",
                redirect,
                "scope",
                scope,
                "code_challenge_method",
                "S256",
                "code_challenge",
                challenge(verifier)));
        var page = send(HttpRequest.newBuilder(URI.create(endpoint(issuer, "auth") + "?" + question)));
        // A sign-in to an organization asks for the username on one page and for the password on the next.
        for (var pages = 0; pages < 2 && page.statusCode() == 200; pages++)
            page = send(post(action(page), Map.of("username", username, "password", password)));
        var code =
                find("[?&]code=([^&]+)", page.headers().firstValue("Location").orElseGet(page::body));
        return tokens(Map.of(
                "grant_type", "authorization_code",
                "client_id", client,
                "redirect_uri", redirect,
                "code", code,
                "code_verifier", verifier));
    }

    private String tokens(Map<String, String> form) {
        var answer = send(post(endpoint(issuer, "token"), form)).body();
        find("\"access_token\":\"([^\"]+)\"", answer);
        return answer;
    }

    static URI endpoint(URI issuer, String name) {
        return URI.create(issuer + "/protocol/openid-connect/" + name);
    }

    private static URI action(HttpResponse<String> page) {
        return URI.create(find("id=\"kc-form-login\"[^>]* action=\"([^\"]+)\"", page.body())
                .replace("&amp;", "&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) request.header("Cookie", String.join("; ", cookies.values()));
        var answer = send(HTTP, request.timeout(Duration.ofSeconds(30)).build());
        for (var cookie : answer.headers().allValues("Set-Cookie"))
            cookies.put(cookie.substring(0, cookie.indexOf('=')), cookie.substring(0, cookie.indexOf(';')));
        return answer;
    }

    static HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri().getPath() + ": " + e, e);
        } catch (InterruptedException e) {
            throw Program.interrupted();
        }
    }

    private static HttpRequest.Builder post(URI uri, Map<String, String> fields) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(fields)));
    }

    /** Without the empty ones: Keycloak knows no empty scope. */
    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
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
