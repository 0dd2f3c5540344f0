package org.linli.tenancy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.tenancy.identity.TokensTest.assertRefused;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.services.Keycloak;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.netty.resources.LoopResources;

/** Tokens as the real Keycloak makes them. */
class KeycloakTokensTest {
    private static final LoopResources LOOPS = LoopResources.create("keycloak", 1, 1, true, true);

    /** Everybody has every duty; each counts only where the token carries its role. */
    private static final String DUTIES = """
            select role, null::uuid, array[:subject], null::date, null::date
              from unnest(array['GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER']) role
             where :district is not null
            """;

    private static Keycloak keycloak;
    private static DistrictDatabase database;
    private static Tokens tokens;
    private static Callers callers;

    @BeforeAll
    static void start() {
        keycloak = Keycloak.shared();
        var place = TwoDistricts.on(Postgres.shared());
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                LOOPS);
        tokens = tokens();
        callers = new Callers(
                tokens,
                new Revocations(database),
                new Districts(database),
                new Standings(database, List.of(DUTIES)),
                Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        tokens.close();
        database.close();
        LOOPS.disposeLater().block();
    }

    @Test
    void everyStaffRoleArrives() {
        for (var one : List.of(
                new Staff("grid", 1, Role.GRID_WORKER),
                new Staff("community", 2, Role.COMMUNITY_WORKER),
                new Staff("street", 3, Role.STREET_OFFICER),
                new Staff("officer", 4, Role.DISTRICT_OFFICER),
                new Staff("admin", 5, Role.DISTRICT_ADMIN),
                new Staff("auditor", 6, Role.AUDITOR),
                new Staff("department", 7, Role.DEPARTMENT_OFFICER))) {
            var caller = caller(keycloak.token("140213-" + one.who));
            assertThat(caller.roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, one.role);
            assertThat(caller.subject())
                    .isEqualTo(UUID.fromString("01900000-0000-4000-9000-140213%06d".formatted(one.number)));
            assertThat(caller.client()).isEqualTo("linli-web");
        }
    }

    private record Staff(String who, int number, Role role) {}

    @Test
    void aMemberInNoGroupIsAnAccountOfItsDistrict() {
        var caller = caller(keycloak.token("990101-resident"));
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT);
        assertThat(caller.district()).extracting("id").isEqualTo(TwoDistricts.SAMPLE);
    }

    @Test
    void whoBelongsNowhereIsAnApplicant() {
        assertThat(caller(keycloak.token("newcomer")).district()).isNull();
    }

    @Test
    void whoBelongsToTwoDistrictsNamesOne() {
        assertThat(caller(keycloak.token("commuter", "organization:990101")).district())
                .extracting("code")
                .isEqualTo("990101");
        assertRefused(() -> caller(keycloak.token("commuter", "organization:*")), ErrorCode.SEVERAL_DISTRICTS);
    }

    @Test
    void anIntegratorIsOneOfItsDistrict() {
        var caller = caller(keycloak.clientToken("integrator-140213-demo", "integrator-dev-secret"));
        assertThat(caller.roles()).contains(Role.INTEGRATOR);
        assertThat(caller.client()).isEqualTo("integrator-140213-demo");
        assertThat(caller.district()).extracting("code").isEqualTo("140213");
    }

    @Test
    void anOperatorHasNoRoleInAnyDistrict() {
        var caller = caller(keycloak.token("operator"));
        assertThat(caller.roles()).containsExactly(Role.ACCOUNT);
    }

    /** An open bug of Keycloak (#52764) would put the roles of one district's groups there, where they hold everywhere. */
    @Test
    void realmRolesNameNoDistrictRole() {
        var payload = new String(
                java.util.Base64.getUrlDecoder()
                        .decode(keycloak.token("140213-admin").split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);
        var realm = payload.replaceAll("(?s).*\"realm_access\":(\\{[^}]*}).*", "$1");
        for (Role role : Role.values()) assertThat(realm).doesNotContain("\"" + role + "\"");
    }

    @Test
    void aFrozenKeycloakStopsNobodyWhoseKeyIsKnown() {
        var first = keycloak.token("140213-grid");
        var second = keycloak.token("140213-officer");
        try (var own = tokens();
                var elsewhere = new Realm()) {
            assertThat(own.verify(first).block()).isNotNull();
            keycloak.freeze();
            long start = System.nanoTime();
            assertThat(own.verify(second).block()).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            var forged = elsewhere.signed(Realm.claims(UUID.randomUUID(), Instant.now(), Map.of()));
            assertRefused(() -> own.verify(forged).block(), ErrorCode.TOKEN_INVALID);
            assertThat(own.verify(second).block()).isNotNull();
        } finally {
            keycloak.thaw();
        }
    }

    private static Tokens tokens() {
        var keysAt = URI.create(keycloak.issuer() + "/protocol/openid-connect/certs");
        return new Tokens(keycloak.issuer(), keysAt, "linli-api", Clock.systemUTC());
    }

    private static Caller caller(@Nullable String token) {
        return callers.of(token, null).blockOptional().orElseThrow();
    }
}
