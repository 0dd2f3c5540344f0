package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;

/** What is down or too much is said to be so, soon, and passes by itself. */
class OutageTest {
    private static final String QUESTION = "{ streets { totalCount } }";

    @Test
    void theDatabaseDiesFreezesAndComesBack() {
        try (Postgres postgres = Postgres.throwaway();
                Served served = new Served(postgres.database("linli"))) {
            assertThat(served.ask(QUESTION).status()).isEqualTo(200);
            postgres.kill();
            unavailable(served);
            assertThat(served.get("/health/ready").status()).isEqualTo(503);
            assertThat(served.get("/health/live").status()).isEqualTo(200);
            postgres.start();
            back(served);
            postgres.freeze();
            unavailable(served);
            postgres.thaw();
            back(served);
        }
    }

    @Test
    void withoutKeysATokenCannotBeJudgedYet() {
        try (Served served = new Served(Postgres.shared().freshDatabase("outage"))) {
            Instant before = Instant.now();
            Served.Answer answer = served.ask(QUESTION, Map.of(), "Authorization", "Bearer " + signed());
            assertThat(answer.code()).isEqualTo("UNAVAILABLE");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(served.ask(QUESTION).status()).isEqualTo(200);
        }
    }

    @Test
    void aFrozenKeycloakKeepsOutOnlyWhoCannotBeJudged() {
        Keycloak keycloak = Keycloak.shared();
        String officer = keycloak.token("140213-officer");
        String grid = keycloak.token("140213-grid");
        try (Served served =
                new Served(Postgres.shared().freshDatabase("frozen"), "linli.keycloak.issuer=" + keycloak.issuer())) {
            keycloak.freeze();
            unavailable(served, "Authorization", "Bearer " + officer);
            assertThat(served.ask(QUESTION).status()).isEqualTo(200);
            assertThat(served.get("/health/ready").status()).isEqualTo(503);
            keycloak.thaw();
            back(served, "Authorization", "Bearer " + officer);
            assertThat(served.get("/health/ready").status()).isEqualTo(200);
            keycloak.freeze();
            Instant before = Instant.now();
            for (String known : new String[] {officer, grid})
                assertThat(served.ask(QUESTION, Map.of(), "Authorization", "Bearer " + known)
                                .status())
                        .isEqualTo(200);
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(served.ask(QUESTION, Map.of(), "Authorization", "Bearer " + signed())
                            .code())
                    .isEqualTo("TOKEN_INVALID");
        } finally {
            keycloak.thaw();
        }
    }

    @Test
    void aGuestWhoAsksTooOftenWaits() {
        try (Served strict = new Served(
                Postgres.shared().freshDatabase("throttled"), "linli.guests.burst=3", "linli.guests.per-minute=3")) {
            for (int i = 0; i < 3; i++)
                assertThat(strict.ask("{ __typename }").status()).isEqualTo(200);
            Served.Answer answer = strict.ask("{ __typename }");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.code()).isEqualTo("THROTTLED");
            assertThat(answer.message()).containsPattern("请等待 \\d+ 秒");
        }
    }

    /** The greeting counts, and each operation. */
    @Test
    void aGuestOnASocketIsCountedAsAnyOther() {
        try (Served strict = new Served(
                        Postgres.shared().freshDatabase("throttled_socket"),
                        "linli.guests.burst=3",
                        "linli.guests.per-minute=3");
                SocketClient client = SocketClient.greeted(strict.at("/").getPort(), "{\"X-District\":\"140213\"}")) {
            for (String answer : new String[] {"\"next\"", "\"next\"", "THROTTLED"}) {
                client.ask("1", "{\"query\":\"{ __typename }\"}");
                assertThat(client.next()).contains(answer);
                if (answer.equals("\"next\"")) client.next();
            }
            try (SocketClient another =
                    new SocketClient(strict.at("/").getPort(), SocketClient.PROTOCOL, "X-District", "140213")) {
                another.send("{\"type\":\"connection_init\"}");
                assertThat(another.closed()).isEqualTo(new SocketClient.Closed(1013, "THROTTLED"));
            }
        }
    }

    private static void unavailable(Served served) {
        unavailable(served, "X-District", "140213");
    }

    private static void unavailable(Served served, String... headers) {
        Instant before = Instant.now();
        Served.Answer answer = served.ask(QUESTION, Map.of(), headers);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).contains("暂时不可用");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    private static void back(Served served) {
        back(served, "X-District", "140213");
    }

    private static void back(Served served, String... headers) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (served.ask(QUESTION, Map.of(), headers).status() != 200)
            assertThat(Instant.now()).isBefore(deadline);
    }

    /** Of the right form, by a key nobody knows. */
    private static String signed() {
        return encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}") + "."
                + encode("{\"iss\":\"http://localhost:9/realms/linli\",\"aud\":\"linli-api\",\"exp\":4000000000}") + "."
                + encode("x".repeat(256));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
