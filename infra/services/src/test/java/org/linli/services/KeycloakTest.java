package org.linli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeycloakTest {
    private static final String SECRET = "integrator-dev-secret";

    @ParameterizedTest
    @CsvSource({
        "140213-grid, GRID_WORKER",
        "140213-community, COMMUNITY_WORKER",
        "140213-street, STREET_OFFICER",
        "140213-department, DEPARTMENT_OFFICER",
        "140213-officer, DISTRICT_OFFICER",
        "140213-admin, DISTRICT_ADMIN",
        "140213-auditor, AUDITOR",
        "990101-grid, GRID_WORKER",
        "990101-admin, DISTRICT_ADMIN"
    })
    void aStaffTokenCarriesOneDistrictAndTheRoleAsItsGroup(String username, String role) {
        var claims = claims(Keycloak.shared().token(username));
        assertThat(claims)
                .contains("\"organization\":{" + district(username.substring(0, 6), "\"/" + role + "\"") + "}")
                .contains("\"aud\":\"linli-api\"")
                .contains("\"iss\":\"" + Keycloak.shared().issuer() + "\"");
    }

    /** Keycloak issue 52764: a role mapped to an organization's group would show up here, without its district. */
    @ParameterizedTest
    @ValueSource(strings = {"140213-grid", "140213-admin", "140213-resident", "operator"})
    void noRoleIsRealmWideOutsideTheConsole(String username) {
        assertThat(claims(Keycloak.shared().token(username))).doesNotContain("realm_access");
    }

    @Test
    void aResidentIsAMemberWithoutAGroup() {
        assertThat(claims(Keycloak.shared().token("140213-resident")))
                .contains("\"organization\":{" + district("140213", "") + "}")
                .contains("\"sub\":\"01900000-0000-4000-9000-140213000011\"");
    }

    @Test
    void aCommuterHasTwoDistrictsAndPicksOne() {
        assertThat(claims(Keycloak.shared().token("commuter", "organization:*")))
                .contains(district("140213", ""), district("990101", ""));
        assertThat(claims(Keycloak.shared().token("commuter", "organization:990101")))
                .contains("\"organization\":{" + district("990101", "") + "}");
    }

    @Test
    void aNewcomerHasNoDistrict() {
        assertThat(claims(Keycloak.shared().token("newcomer"))).doesNotContain("\"organization\":");
        assertThat(claims(Keycloak.shared().token("newcomer", "organization:140213")))
                .doesNotContain("\"organization\":");
    }

    @Test
    void anIntegratorHasExactlyItsDistrict() {
        var keycloak = Keycloak.shared();
        assertThat(claims(keycloak.clientToken("integrator-140213-demo", SECRET)))
                .contains("\"organization\":{" + district("140213", "\"/INTEGRATOR\"") + "}");
        var elsewhere = SignIn.program(keycloak.issuer(), "integrator-140213-demo", SECRET, "organization:990101");
        assertThat(claims(SignIn.find("\"access_token\":\"([^\"]+)\"", elsewhere)))
                .doesNotContain("\"organization\":");
    }

    @Test
    void theProvisionerSeesOrganizationsAndCannotTouchAnOperator() {
        var keycloak = Keycloak.shared();
        var token = keycloak.clientToken("linli-provisioner", "linli-provisioner-dev-secret");
        assertThat(admin(token, HttpRequest.newBuilder(adminUri("organizations"))))
                .isEqualTo(200);
        var operator = adminUri("users/01900000-0000-4000-9000-000000000003");
        var disable = BodyPublishers.ofString("{\"enabled\":false}");
        assertThat(admin(token, HttpRequest.newBuilder(operator).PUT(disable))).isEqualTo(403);
        assertThat(claims(keycloak.newToken("operator", ""))).contains("\"preferred_username\":\"operator\"");
    }

    @Test
    void aWrongPasswordIsToldAndShowsNoSecret() {
        assertThatThrownBy(() -> SignIn.person(Keycloak.shared().issuer(), "140213-unit", "not-the-password", "openid"))
                .hasMessageContaining("Keycloak did not answer")
                .hasMessageNotContaining("not-the-password");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/graphiql, 200",
        "http://127.0.0.1:5173/, 200",
        "http://localhost/, 200",
        "http://localhost.example.test/, 400",
        "https://example.test/, 400"
    })
    void theSignInPageServesEveryPortOfThisMachineAndNoOther(String redirect, int status) {
        var uri = Keycloak.shared().endpoint("auth") + "?response_type=code&client_id=linli-web&scope=openid"
                + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";
        var page = Keycloak.shared()
                .send(HttpRequest.newBuilder(URI.create(uri + redirect)).build());
        assertThat(page.statusCode()).isEqualTo(status);
        if (status == 200) assertThat(page.body()).contains("/login-actions/registration");
    }

    @Test
    void itComesBackFromFreezingAndFromBeingKilled() {
        try (var keycloak = Keycloak.throwaway()) {
            var keys = HttpRequest.newBuilder(keycloak.endpoint("certs"));
            keycloak.freeze();
            var impatient = keys.copy().timeout(Duration.ofMillis(500)).build();
            assertThatThrownBy(() -> keycloak.send(impatient)).hasMessageContaining("timed out");
            keycloak.thaw();
            assertThat(keycloak.send(keys.build()).statusCode()).isEqualTo(200);
            keycloak.kill();
            assertThat(keycloak.answers()).isFalse();
            keycloak.start();
            assertThat(keycloak.send(keys.build()).statusCode()).isEqualTo(200);
        }
    }

    private static URI adminUri(String path) {
        return Keycloak.shared().issuer().resolve("/admin/realms/linli/" + path);
    }

    private static int admin(String token, HttpRequest.Builder request) {
        var authorized = request.header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
        return Keycloak.shared().send(authorized.build()).statusCode();
    }

    private static String district(String code, String groups) {
        return "\"%s\":{\"id\":\"01900000-0000-4000-8000-000000%s\",\"groups\":[%s]}".formatted(code, code, groups);
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }
}
