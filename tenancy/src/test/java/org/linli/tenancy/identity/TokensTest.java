package org.linli.tenancy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.linli.tenancy.TwoDistricts.PINGCHENG_ORGANIZATION;
import static org.linli.tenancy.TwoDistricts.SAMPLE_ORGANIZATION;
import static org.linli.tenancy.identity.Realm.claims;
import static org.linli.tenancy.identity.Realm.organization;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;

class TokensTest {
    private static final UUID SUBJECT = UUID.fromString("01900000-0000-4000-9000-140213000001");

    private final Realm realm = new Realm();
    private final Instant now = Instant.now();
    private Tokens tokens = new Tokens(Realm.ISSUER, realm.keysAt(), "linli-api", Clock.systemUTC());
    private final Map<String, @Nullable Object> claims =
            claims(SUBJECT, now, Map.of("140213", organization(PINGCHENG_ORGANIZATION, "/GRID_WORKER")));

    @AfterEach
    void close() {
        tokens.close();
        realm.close();
    }

    @Test
    void aTokenTellsAccountClientDistrictAndStaffRoles() {
        var token = verify(realm.signed(claims));
        assertThat(token.subject).isEqualTo(SUBJECT);
        assertThat(token.client).isEqualTo("linli-web");
        assertThat(token.memberships)
                .containsExactly(new Token.Membership("140213", PINGCHENG_ORGANIZATION, Set.of(Role.GRID_WORKER)));
    }

    @Test
    void onlyStaffRolesComeFromGroups() {
        claims.put(
                "organization",
                Map.of(
                        "140213",
                        organization(
                                PINGCHENG_ORGANIZATION, "/RESIDENT", "/ACCOUNT", "/AUDITOR", "STREET_OFFICER", "/x")));
        assertThat(verify(realm.signed(claims)).memberships.getFirst().roles()).containsExactly(Role.AUDITOR);
    }

    @Test
    void realmRolesAreNotDistrictRoles() {
        claims.put("organization", Map.of("140213", organization(PINGCHENG_ORGANIZATION)));
        claims.put("realm_access", Map.of("roles", List.of("DISTRICT_ADMIN")));
        assertThat(verify(realm.signed(claims)).memberships.getFirst().roles()).isEmpty();
    }

    @Test
    void aTokenMayHaveNoDistrictOrSeveral() {
        claims.put("organization", null);
        assertThat(verify(realm.signed(claims)).memberships).isEmpty();
        claims.put("organization", Map.of());
        assertThat(verify(realm.signed(claims)).memberships).isEmpty();
        claims.put(
                "organization",
                Map.of("140213", organization(PINGCHENG_ORGANIZATION), "990101", organization(SAMPLE_ORGANIZATION)));
        assertThat(verify(realm.signed(claims)).memberships).hasSize(2);
    }

    @Test
    void aTokenIsVerifiedOnce() {
        var bearer = realm.signed(claims);
        assertThat(verify(bearer)).isSameAs(verify(bearer));
    }

    @Test
    void expired() {
        claims.put("exp", Date.from(now.minusSeconds(6)));
        assertRefused(realm.signed(claims), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void expiredSinceItWasVerified() {
        claims.put("exp", Date.from(now.plusSeconds(100)));
        var bearer = realm.signed(claims);
        verify(bearer);
        tokens.close();
        var later = new MovingClock();
        tokens = new Tokens(Realm.ISSUER, realm.keysAt(), "linli-api", later);
        verify(bearer);
        later.now = now.plusSeconds(106);
        assertRefused(bearer, ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void olderThanAnyRevocationIsKept() {
        claims.put("iat", Date.from(now.minus(Duration.ofDays(2))));
        assertRefused(realm.signed(claims), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void anothersToken() {
        for (var change : List.<Map.Entry<String, Object>>of(
                Map.entry("iss", "http://keycloak.test/realms/other"),
                Map.entry("aud", List.of("account")),
                Map.entry("typ", "ID"),
                Map.entry("sub", "not-a-uuid"),
                Map.entry("iat", Date.from(now.plusSeconds(60))),
                Map.entry("organization", List.of("140213")),
                Map.entry("organization", Map.of("140213", "yes")))) {
            var changed = claims(SUBJECT, now, Map.of());
            changed.put(change.getKey(), change.getValue());
            assertRefused(realm.signed(changed), ErrorCode.TOKEN_INVALID);
        }
        for (String missing : List.of("iss", "aud", "sub", "iat", "exp")) {
            var changed = claims(SUBJECT, now, Map.of());
            changed.remove(missing);
            assertRefused(realm.signed(changed), ErrorCode.TOKEN_INVALID);
        }
    }

    @Test
    void notATokenAtAll() {
        for (String bearer : List.of("", "x", "a.b.c", "a.b.c.d.e", "é".repeat(20), "x".repeat(20_000)))
            assertRefused(bearer, ErrorCode.TOKEN_INVALID);
    }

    @Test
    void unsignedAndWronglySigned() {
        assertRefused(Realm.unsigned(claims), ErrorCode.TOKEN_INVALID);
        assertRefused(realm.confused(claims), ErrorCode.TOKEN_INVALID);
        assertRefused(realm.forged(claims, "one"), ErrorCode.TOKEN_INVALID);
        var bearer = realm.signed(claims);
        var other = realm.signed(claims(UUID.randomUUID(), now, Map.of()));
        assertRefused(
                bearer.substring(0, bearer.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')),
                ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aNewKeyIsFetchedOutOfTurn() {
        verify(realm.signed(claims));
        realm.rotate();
        verify(realm.signed(claims));
        assertThat(realm.fetches).hasValue(2);
    }

    @Test
    void madeUpKeysCauseNoStormOfFetches() {
        verify(realm.signed(claims));
        for (int i = 0; i < 50; i++) assertRefused(realm.forged(claims, "made-up-" + i), ErrorCode.TOKEN_INVALID);
        assertThat(realm.fetches.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void aFrozenRealmStopsNobodyWhoseKeyIsKnown() {
        verify(realm.signed(claims));
        realm.freeze();
        long start = System.nanoTime();
        claims.put("jti", "another");
        verify(realm.signed(claims));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertRefused(realm.forged(claims, "made-up"), ErrorCode.TOKEN_INVALID);
        verify(realm.signed(claims(SUBJECT, now, Map.of())));
    }

    @Test
    void withoutAnyKeyItIsUnavailableUntilOneComes() {
        realm.freeze();
        assertRefused(realm.signed(claims), ErrorCode.UNAVAILABLE);
        realm.thaw();
        verify(realm.signed(claims));
    }

    @Test
    void nobodyThere() {
        tokens.close();
        tokens = new Tokens(Realm.ISSUER, URI.create("http://127.0.0.1:1/certs"), "linli-api", Clock.systemUTC());
        for (int i = 0; i < 5; i++) assertRefused(realm.signed(claims), ErrorCode.UNAVAILABLE);
    }

    private Token verify(String bearer) {
        return tokens.verify(bearer).blockOptional().orElseThrow();
    }

    private void assertRefused(String bearer, ErrorCode code) {
        assertRefused(() -> verify(bearer), code);
    }

    static void assertRefused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClientFault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }
}
