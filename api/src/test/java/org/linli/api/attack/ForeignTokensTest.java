package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.linli.api.Served;
import org.linli.api.fixture.Fixture;
import org.linli.services.Database;

/** Tokens with the realm's own signature that say what they should not, over HTTP: each is refused, or is worth no more than none. */
class ForeignTokensTest {
    private static final UUID ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");
    private static final UUID ORGANIZATION_THERE = UUID.fromString("01900000-0000-4000-8000-000000990101");
    private static final UUID ORGANIZATION_SUSPENDED = UUID.fromString("01900000-0000-4000-8000-000000990102");

    /** Works in a grid here by its duty, and nowhere else. */
    private static final UUID WORKER = Fixture.id(HERE, "account", 1);

    private static final String QUESTION = """
            { district { code } me { roles }
              residents(first: 100) { nodes { id name phone } } duties(first: 100) { nodes { id personName } } }""";

    private static final Mint MINT = new Mint();
    private static Served served;

    @BeforeAll
    static void serve() throws SQLException {
        Database place = Fixture.fill();
        try (Connection migrator = place.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    update district set kc_org_id = '%s' where code = '140213';
                    update district set kc_org_id = '%s' where code = '990101';
                    insert into district (code, name, kc_org_id, state) values ('990102', '停用区', '%s', 'SUSPENDED')
                    """.formatted(ORGANIZATION, ORGANIZATION_THERE, ORGANIZATION_SUSPENDED));
        }
        served = new Served(place, MINT.settings());
    }

    @AfterAll
    static void end() {
        served.close();
        MINT.close();
    }

    /**
     * @param organization the claim
     * @param district the header {@code X-District}, empty without it
     * @param code of the refusal
     */
    record Refused(String name, Object organization, String district, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Map<String, Object> member(UUID id, Object groups) {
        return Map.of("id", id.toString(), "groups", groups);
    }

    private static final List<String> WORKS = List.of("/GRID_WORKER");

    static final List<Refused> REFUSED = List.of(
            new Refused(
                    "of here, asking there",
                    Map.of("140213", member(ORGANIZATION, WORKS)),
                    "990101",
                    "DISTRICT_UNKNOWN"),
            new Refused(
                    "of there, asking here",
                    Map.of("990101", member(ORGANIZATION_THERE, WORKS)),
                    "140213",
                    "DISTRICT_UNKNOWN"),
            new Refused(
                    "of a suspended district",
                    Map.of("990102", member(ORGANIZATION_SUSPENDED, WORKS)),
                    "",
                    "DISTRICT_SUSPENDED"),
            new Refused(
                    "of a suspended district, asking here",
                    Map.of("990102", member(ORGANIZATION_SUSPENDED, WORKS)),
                    "140213",
                    "DISTRICT_UNKNOWN"),
            new Refused(
                    "under the code of here, by the id of there",
                    Map.of("140213", member(ORGANIZATION_THERE, WORKS)),
                    "",
                    "DISTRICT_UNKNOWN"),
            new Refused(
                    "under the code of there, by the id of here",
                    Map.of("990101", member(ORGANIZATION, WORKS)),
                    "",
                    "DISTRICT_UNKNOWN"),
            new Refused("without an id", Map.of("140213", Map.of("groups", WORKS)), "", "DISTRICT_UNKNOWN"),
            new Refused(
                    "with an id that is none",
                    Map.of("140213", Map.of("id", "140213", "groups", WORKS)),
                    "",
                    "TOKEN_INVALID"),
            new Refused(
                    "with an id that is a list",
                    Map.of("140213", Map.of("id", List.of(ORGANIZATION.toString()))),
                    "",
                    "DISTRICT_UNKNOWN"),
            new Refused("as a list", List.of("140213"), "", "TOKEN_INVALID"),
            new Refused("as a list, asking here", List.of("140213"), "140213", "TOKEN_INVALID"),
            new Refused(
                    "as a list of maps", List.of(Map.of("140213", member(ORGANIZATION, WORKS))), "", "TOKEN_INVALID"),
            new Refused("as a text", "140213", "", "TOKEN_INVALID"),
            new Refused("as a number", 140213, "", "TOKEN_INVALID"),
            new Refused(
                    "with a list under its code",
                    Map.of("140213", List.of(ORGANIZATION.toString())),
                    "",
                    "TOKEN_INVALID"),
            new Refused("with a text under its code", Map.of("140213", ORGANIZATION.toString()), "", "TOKEN_INVALID"),
            new Refused(
                    "of two districts",
                    Map.of("140213", member(ORGANIZATION, WORKS), "990101", member(ORGANIZATION_THERE, WORKS)),
                    "140213",
                    "SEVERAL_DISTRICTS"),
            new Refused(
                    "of here and a suspended one",
                    Map.of("140213", member(ORGANIZATION, WORKS), "990102", member(ORGANIZATION_SUSPENDED, WORKS)),
                    "",
                    "SEVERAL_DISTRICTS"),
            new Refused(
                    "under a code that is none",
                    Map.of("140213'--", member(ORGANIZATION, WORKS)),
                    "",
                    "DISTRICT_UNKNOWN"),
            new Refused(
                    "under the name of the district",
                    Map.of("平城区", member(ORGANIZATION, WORKS)),
                    "",
                    "DISTRICT_UNKNOWN"));

    @ParameterizedTest
    @FieldSource("REFUSED")
    void isRefused(Refused refused) {
        Served.Answer answer = ask(Map.of("organization", refused.organization()), refused.district());
        assertThat(answer.code()).as(answer.body().toString()).isEqualTo(refused.code());
        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.body().has("data")).isFalse();
    }

    /** Groups that are none, roles that hold for the realm, and duties of another district. */
    static final List<Map<String, Object>> POWERLESS = List.of(
            Map.of("organization", Map.of("140213", member(ORGANIZATION, Map.of("/DISTRICT_OFFICER", true)))),
            Map.of("organization", Map.of("140213", member(ORGANIZATION, "/DISTRICT_OFFICER"))),
            Map.of("organization", Map.of("140213", member(ORGANIZATION, List.of(List.of("/DISTRICT_OFFICER"))))),
            Map.of(
                    "organization",
                    Map.of(
                            "140213",
                            member(
                                    ORGANIZATION,
                                    List.of("DISTRICT_OFFICER", "/x/DISTRICT_OFFICER", "/district_officer")))),
            Map.of("organization", Map.of("140213", member(ORGANIZATION, List.of("/RESIDENT", "/PLATFORM_ADMIN")))),
            Map.of(
                    "organization", Map.of("140213", member(ORGANIZATION, List.of())),
                    "groups", List.of("/DISTRICT_OFFICER"),
                    "realm_access",
                            Map.of("roles", List.of("DISTRICT_OFFICER", "PLATFORM_ADMIN", "140213/DISTRICT_OFFICER")),
                    "resource_access", Map.of("linli-api", Map.of("roles", List.of("DISTRICT_OFFICER")))),
            Map.of("organization", Map.of("990101", member(ORGANIZATION_THERE, WORKS))));

    @ParameterizedTest
    @FieldSource("POWERLESS")
    void isWorthNothing(Map<String, Object> claims) {
        Served.Answer answer = ask(claims, "");
        String told = answer.body().toString();
        assertThat(answer.body().at("/data/me/roles").toString()).as(told).isEqualTo("[\"ACCOUNT\",\"GUEST\"]");
        assertThat(answer.body().at("/data/residents").isNull()).as(told).isTrue();
        assertThat(answer.body().at("/data/duties").isNull()).as(told).isTrue();
    }

    /** The same account, with the claim that Keycloak makes, does see residents; its phone book ends at its district. */
    @Test
    void anHonestTokenIsWorthSomething() {
        Served.Answer answer = ask(Map.of("organization", Map.of("140213", member(ORGANIZATION, WORKS))), "");
        assertThat(answer.body().at("/data/me/roles").toString()).contains("GRID_WORKER");
        assertThat(answer.body().at("/data/residents/nodes").size()).isPositive();
        assertThat(answer.body().at("/data/district/code").stringValue()).isEqualTo(HERE.code());
        for (int n = 1; n <= 26; n++)
            assertThat(answer.body().toString())
                    .doesNotContain(Fixture.id(THERE, "resident", n).toString());
    }

    private static Served.Answer ask(Map<String, Object> claims, String district) {
        String token = "Bearer " + MINT.token(WORKER, claims);
        return district.isEmpty()
                ? served.ask(QUESTION, Map.of(), "Authorization", token)
                : served.ask(QUESTION, Map.of(), "Authorization", token, "X-District", district);
    }
}
