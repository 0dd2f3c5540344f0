package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** Tokens of the real Keycloak over HTTP: what each one gets, and what it costs. */
class TokensTest {
    private static final String QUESTION = "{ district { code } }";

    private static Keycloak keycloak;
    private static Served served;
    private static StatementCount statements;

    @BeforeAll
    static void serve() {
        keycloak = Keycloak.shared();
        Database database = Postgres.shared().freshDatabase("tokens");
        served = new Served(database, PutForward.class, "linli.keycloak.issuer=" + keycloak.issuer());
        statements = new StatementCount(database);
    }

    @AfterAll
    static void end() {
        served.close();
    }

    /** The server with a clock that can be put forward: a token lives for five minutes. */
    @Import(LinliServer.class)
    static class PutForward {
        private static volatile Duration by = Duration.ZERO;

        @Bean
        @Primary
        Clock putForward() {
            InstantSource source = () -> Instant.now().plus(by);
            return source.withZone(ZoneOffset.UTC);
        }
    }

    @Test
    void aGoodTokenIsAnswered() {
        long before = statements.inDistricts();
        assertThat(ask(keycloak.token("140213-officer"))
                        .body()
                        .at("/data/district/code")
                        .stringValue())
                .isEqualTo("140213");
        // Its standing, and its question.
        assertThat(statements.inDistricts() - before).isBetween(1L, 2L);
    }

    @Test
    void anExpiredTokenIsSaidToBeExpired() {
        String known = keycloak.token("140213-officer");
        assertThat(ask(known).status()).isEqualTo(200);
        PutForward.by = Duration.ofMinutes(6);
        try {
            for (String token : new String[] {known, keycloak.token("140213-auditor")})
                assertThat(refused(token, 401, "TOKEN_EXPIRED").headers().firstValue("WWW-Authenticate"))
                        .hasValue("Bearer realm=\"linli\", error=\"invalid_token\"");
        } finally {
            PutForward.by = Duration.ZERO;
        }
        assertThat(ask(known).status()).isEqualTo(200);
    }

    @Test
    void aTokenThatExpiresOnAnOpenSocketIsSaidToBeExpired() {
        String question = "{\"query\":\"" + QUESTION + "\"}";
        String greeting = "{\"token\":\"" + keycloak.token("140213-officer") + "\"}";
        int port = served.at("/").getPort();
        try (SocketClient client = SocketClient.greeted(port, greeting)) {
            client.ask("1", question);
            assertThat(client.next()).contains("{\"district\":{\"code\":\"140213\"}}");
            client.next();
            PutForward.by = Duration.ofMinutes(6);
            client.ask("2", question);
            assertThat(client.next())
                    .contains("\"type\":\"error\"", "TOKEN_EXPIRED")
                    .containsPattern("\\p{IsHan}{3}");
            try (SocketClient late = new SocketClient(port, SocketClient.PROTOCOL)) {
                late.send("{\"type\":\"connection_init\",\"payload\":" + greeting + "}");
                assertThat(late.closed()).isEqualTo(new SocketClient.Closed(4403, "TOKEN_EXPIRED"));
            }
            PutForward.by = Duration.ZERO;
            client.ask("3", question);
            assertThat(client.next()).contains("140213");
        } finally {
            PutForward.by = Duration.ZERO;
        }
    }

    @Test
    void aTokenThatIsNotOursIsRefused() throws GeneralSecurityException {
        String[] parts = keycloak.token("140213-officer").split("\\.");
        String unsigned = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
        String foreign = parts[0] + "." + parts[1] + "." + foreignSignature(parts);
        String changed = parts[0] + "." + encoded(decoded(parts[1]).replace("_OFFICER", "_ADMIN")) + "." + parts[2];
        for (String token : new String[] {unsigned, foreign, changed})
            assertThat(refused(token, 401, "TOKEN_INVALID").headers().firstValue("WWW-Authenticate"))
                    .isPresent();
    }

    @Test
    void aTokenOfSeveralDistrictsMustNameOne() {
        refused(keycloak.token("commuter", "organization:*"), 403, "SEVERAL_DISTRICTS");
    }

    @Test
    void anAccountOfNoDistrictAsksOnlyWhoItIs() {
        String newcomer = keycloak.token("newcomer");
        long before = statements.inDistricts();
        Served.Answer me = served.ask("{ me { roles } }", Map.of(), "Authorization", "Bearer " + newcomer);
        assertThat(me.body().at("/data/me/roles/0").stringValue()).isEqualTo("ACCOUNT");
        Served.Answer answer = ask(newcomer);
        assertThat(answer.code()).isEqualTo("NO_DISTRICT");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(statements.inDistricts()).isEqualTo(before);
    }

    @Test
    void aSuspendedDistrictAnswersNoToken() {
        long before = statements.inDistricts();
        Served.Answer answer = ask(keycloak.token("990101-officer"));
        assertThat(answer.code()).isEqualTo("DISTRICT_SUSPENDED");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(statements.inDistricts()).isEqualTo(before);
    }

    private static Served.Answer ask(String token, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = "Bearer " + token;
        return served.ask(QUESTION, Map.of(), all);
    }

    /** In either language and format, and without a statement. */
    private static Served.Answer refused(String token, int status, String code) {
        long before = statements.all();
        Served.Answer chinese = ask(token);
        Served.Answer english = ask(token, "Accept-Language", "en", "Accept", "application/json");
        for (Served.Answer answer : new Served.Answer[] {chinese, english}) {
            assertThat(answer.code()).as(answer.message()).isEqualTo(code);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body().has("data")).isFalse();
        }
        assertThat(chinese.message()).containsPattern("\\p{IsHan}{3}");
        assertThat(english.message()).doesNotContainPattern("\\p{IsHan}");
        assertThat(statements.all()).isEqualTo(before);
        return chinese;
    }

    private static String foreignSignature(String[] token) throws GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.generateKeyPair().getPrivate());
        signature.update((token[0] + "." + token[1]).getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
