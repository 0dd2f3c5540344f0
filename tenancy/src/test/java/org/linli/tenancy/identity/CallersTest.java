package org.linli.tenancy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.tenancy.TwoDistricts.PINGCHENG;
import static org.linli.tenancy.TwoDistricts.PINGCHENG_ORGANIZATION;
import static org.linli.tenancy.TwoDistricts.SAMPLE;
import static org.linli.tenancy.TwoDistricts.SAMPLE_ORGANIZATION;
import static org.linli.tenancy.TwoDistricts.execute;
import static org.linli.tenancy.identity.Realm.claims;
import static org.linli.tenancy.identity.Realm.organization;
import static org.linli.tenancy.identity.TokensTest.assertRefused;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.TwoDistricts;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import reactor.netty.resources.LoopResources;

class CallersTest {
    private static final UUID GRID = UUID.fromString("01900000-0000-7000-8000-0000000000a1");
    private static final UUID RECORD = UUID.fromString("01900000-0000-7000-8000-0000000000b1");
    private static final LoopResources LOOPS = LoopResources.create("callers", 1, 1, true, true);
    private static final MovingClock CLOCK = new MovingClock();
    private static final Realm REALM = new Realm();

    private static Database place;
    private static DistrictDatabase database;
    private static Tokens tokens;
    private static Callers callers;

    private final UUID subject = UUID.randomUUID();

    @BeforeAll
    static void open() {
        place = TwoDistricts.on(Postgres.shared());
        execute(place, """
                create table held (
                    district_id uuid not null, subject uuid not null, role text not null, entity uuid, grids uuid[],
                    valid_from date, valid_to date);
                select protect('held');
                create table taken (district_id uuid not null, subject uuid not null, role text not null);
                select protect('taken');
                insert into district (code, name, kc_org_id, state) values
                    ('990102', '停用区', gen_random_uuid(), 'SUSPENDED')
                """);
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                LOOPS);
        tokens = new Tokens(Realm.ISSUER, REALM.keysAt(), "linli-api", Clock.systemUTC());
        callers = new Callers(
                tokens,
                new Revocations(database),
                new Districts(database),
                new Standings(database, List.of("""
                        -- What the test says it holds.
                        select role, entity, grids, valid_from, valid_to
                          from held
                         where district_id = :district and subject = :subject and 'a:b'::text is not null
                        """, """
                        select 'VOLUNTEER' as role, null::uuid, null::uuid[], null::date, null::date
                         where :district::text is null
                        """), List.of("""
                        select role from taken where district_id = :district and subject = :subject
                        """)),
                CLOCK);
    }

    @AfterAll
    static void close() {
        tokens.close();
        database.close();
        REALM.close();
        LOOPS.disposeLater().block();
    }

    @Test
    void withoutATokenTheHeaderMakesAGuest() {
        var guest = caller(null, "140213");
        assertThat(guest.roles()).containsExactly(Role.GUEST);
        assertThat(guest.district())
                .extracting(District::id, District::code, District::name, District::zone)
                .containsExactly(PINGCHENG, "140213", "平城区", ZoneId.of("Asia/Shanghai"));
        assertThat(caller(null, "140213")).isSameAs(guest);
    }

    @Test
    void aDistrictMustBeNamedKnownAndActive() {
        assertRefused(() -> caller(null, null), ErrorCode.DISTRICT_REQUIRED);
        for (String code : List.of("", "110101", "平城区", "1402130", "140213'"))
            assertRefused(() -> caller(null, code), ErrorCode.DISTRICT_UNKNOWN);
        assertRefused(() -> caller(null, "990102"), ErrorCode.DISTRICT_SUSPENDED);
    }

    @Test
    void aTokenNamesItsDistrictAlone() {
        var token = token("140213", PINGCHENG_ORGANIZATION, "/AUDITOR");
        assertThat(caller(token, null).district()).extracting("id").isEqualTo(PINGCHENG);
        assertThat(caller(token, "140213").roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, Role.AUDITOR);
        assertRefused(() -> caller(token, "990101"), ErrorCode.DISTRICT_UNKNOWN);
    }

    @Test
    void anotherOrganizationUnderTheSameCodeIsUnknown() {
        assertRefused(() -> caller(token("140213", SAMPLE_ORGANIZATION), null), ErrorCode.DISTRICT_UNKNOWN);
        assertRefused(() -> caller(token("110101", PINGCHENG_ORGANIZATION), null), ErrorCode.DISTRICT_UNKNOWN);
        assertRefused(
                () -> caller(REALM.signed(claims(subject, Instant.now(), Map.of("140213", Map.of()))), null),
                ErrorCode.DISTRICT_UNKNOWN);
    }

    @Test
    void anAccountWithoutADistrictIsAnApplicant() {
        var applicant = caller(REALM.signed(claims(subject, Instant.now(), Map.of())), null);
        assertThat(applicant.district()).isNull();
        assertThat(applicant.subject()).isEqualTo(subject);
        assertThat(applicant.roles()).containsExactly(Role.ACCOUNT);
    }

    @Test
    void severalDistrictsAreRefused() {
        var organizations =
                Map.of("140213", organization(PINGCHENG_ORGANIZATION), "990101", organization(SAMPLE_ORGANIZATION));
        assertRefused(
                () -> caller(REALM.signed(claims(subject, Instant.now(), organizations)), "140213"),
                ErrorCode.SEVERAL_DISTRICTS);
    }

    @Test
    void rolesFromRowsAreAdded() {
        hold("RESIDENT", RECORD, null, null, null);
        var caller = caller(token("140213", PINGCHENG_ORGANIZATION), null);
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, Role.RESIDENT);
        assertThat(caller.own()).isEqualTo(Map.of(Role.RESIDENT, Set.of(RECORD)));
    }

    @Test
    void rowsOfAnotherDistrictAreNotAdded() {
        hold("RESIDENT", RECORD, null, null, null);
        assertThat(caller(token("990101", SAMPLE_ORGANIZATION), null).own()).isEmpty();
    }

    @Test
    void aDutyCountsOnlyWithTheRoleInTheToken() {
        hold("GRID_WORKER", null, GRID, null, null);
        var without = caller(token("140213", PINGCHENG_ORGANIZATION, "/AUDITOR"), null);
        assertThat(without.grids()).isEmpty();
        assertThat(without.roles()).doesNotContain(Role.GRID_WORKER);
        var with = caller(token("140213", PINGCHENG_ORGANIZATION, "/GRID_WORKER"), null);
        assertThat(with.grids()).isEqualTo(Map.of(Role.GRID_WORKER, Set.of(GRID)));
    }

    /** As a token may, that was issued before Keycloak followed. */
    @Test
    void aRoleThatWasTakenAwayIsNotHeldWhateverTheTokenSays() {
        hold("GRID_WORKER", null, GRID, null, null);
        for (String role : List.of("GRID_WORKER", "GRID_WORKER", "AUDITOR"))
            execute(place, "insert into taken values ('%s', '%s', '%s')".formatted(PINGCHENG, subject, role));
        String[] groups = {"/GRID_WORKER", "/AUDITOR", "/DEPARTMENT_OFFICER"};
        var caller = caller(token("140213", PINGCHENG_ORGANIZATION, groups), null);
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, Role.DEPARTMENT_OFFICER);
        assertThat(caller.grids()).isEmpty();
        assertThat(caller(token("990101", SAMPLE_ORGANIZATION, groups), null).roles())
                .contains(Role.AUDITOR);
    }

    @Test
    void aTerritorialRoleInTheTokenAloneIsNotHeld() {
        var caller = caller(token("140213", PINGCHENG_ORGANIZATION, "/COMMUNITY_WORKER", "/AUDITOR"), null);
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, Role.AUDITOR);
    }

    @Test
    void aTerritorialRoleIsHeldOnlyWhileADutyLasts() {
        hold("GRID_WORKER", null, GRID, "2024-11-01", "2024-12-01");
        var token = token("140213", PINGCHENG_ORGANIZATION, "/GRID_WORKER", "/AUDITOR");
        assertThat(at("2024-11-30T15:59:59Z", token).roles()).contains(Role.GRID_WORKER, Role.AUDITOR);
        for (String outside : List.of("2024-10-31T15:59:59Z", "2024-11-30T16:00:00Z"))
            assertThat(at(outside, token).roles()).containsExactlyInAnyOrder(Role.GUEST, Role.ACCOUNT, Role.AUDITOR);
    }

    @Test
    void datesAreJudgedAtEachUseInTheDistrictsTimeZone() {
        hold("GRID_WORKER", null, GRID, "2024-11-01", "2024-12-01");
        var token = token("140213", PINGCHENG_ORGANIZATION, "/GRID_WORKER");
        // Midnight in Shanghai is 16:00 UTC of the day before.
        assertThat(at("2024-10-31T15:59:59Z", token).grids()).isEmpty();
        assertThat(at("2024-10-31T16:00:00Z", token).grids()).isNotEmpty();
        assertThat(at("2024-11-30T15:59:59Z", token).grids()).isNotEmpty();
        assertThat(at("2024-11-30T16:00:00Z", token).grids()).isEmpty();
    }

    @Test
    void theSameCallerServesAllRequestsUntilSomethingChanges() throws InterruptedException {
        hold("RESIDENT", RECORD, null, null, null);
        var token = token("140213", PINGCHENG_ORGANIZATION);
        var first = caller(token, null);
        assertThat(caller(token, null)).isSameAs(first);
        Thread.sleep(5_500);
        assertThat(caller(token, null)).isSameAs(first);
        execute(place, "delete from held where subject = '%s'".formatted(subject));
        Thread.sleep(5_500);
        assertThat(caller(token, null).roles()).doesNotContain(Role.RESIDENT);
    }

    @Test
    void aRevokedTokenIsRefusedWithinTwoSeconds() throws InterruptedException {
        var token = token("140213", PINGCHENG_ORGANIZATION);
        caller(token, null);
        execute(
                place,
                "insert into revocation (subject, district_id) values ('%s', '%s')".formatted(subject, PINGCHENG));
        Thread.sleep(2_500);
        assertRefused(() -> caller(token, null), ErrorCode.TOKEN_INVALID);
        assertThat(caller(token("990101", SAMPLE_ORGANIZATION), null).subject()).isEqualTo(subject);
        assertThat(caller(later("140213", PINGCHENG_ORGANIZATION), null).subject())
                .isEqualTo(subject);
        execute(place, "insert into revocation (subject) values ('%s')".formatted(subject));
        Thread.sleep(2_500);
        assertRefused(() -> caller(token("990101", SAMPLE_ORGANIZATION), null), ErrorCode.TOKEN_INVALID);
    }

    @Test
    void aSuspendedDistrictIsRefusedWithinTwoSeconds() throws InterruptedException {
        execute(place, "insert into district (code, name, kc_org_id) values ('990103', '新区', '%s')".formatted(subject));
        var token = token("990103", subject);
        caller(token, null);
        execute(place, "update district set state = 'SUSPENDED' where code = '990103'");
        Thread.sleep(2_500);
        assertRefused(() -> caller(token, null), ErrorCode.DISTRICT_SUSPENDED);
    }

    @Test
    void aClientCarriesRequestsWhereItIsGrantedAndNowhereElse() throws InterruptedException {
        execute(place, """
                insert into client_grant (azp, district_id) values ('vendor', '%s'), ('vendor', '%s'), ('local', '%s')
                """.formatted(PINGCHENG, SAMPLE, PINGCHENG));
        var here = by("vendor", "140213", PINGCHENG_ORGANIZATION);
        var there = by("vendor", "990101", SAMPLE_ORGANIZATION);
        var local = by("local", "140213", PINGCHENG_ORGANIZATION);
        for (String token : List.of(here, there, local))
            assertThat(caller(token, null).subject()).isEqualTo(subject);
        for (String token : List.of(
                by("local", "990101", SAMPLE_ORGANIZATION),
                by("platform-console", "140213", PINGCHENG_ORGANIZATION),
                by(null, "140213", PINGCHENG_ORGANIZATION)))
            assertRefused(() -> caller(token, null), ErrorCode.CLIENT_NOT_GRANTED);
        execute(place, "update client_grant set tokens_after = now() where azp = 'local'");
        execute(place, "delete from client_grant where azp = 'vendor' and district_id = '%s'".formatted(PINGCHENG));
        Thread.sleep(2_500);
        assertRefused(() -> caller(local, null), ErrorCode.TOKEN_INVALID);
        assertRefused(() -> caller(here, null), ErrorCode.CLIENT_NOT_GRANTED);
        assertThat(caller(there, null).subject()).isEqualTo(subject);
    }

    private String by(@Nullable String client, String code, UUID organization) {
        Map<String, @Nullable Object> claims = claims(subject, Instant.now(), Map.of(code, organization(organization)));
        claims.put("azp", client);
        return REALM.signed(claims);
    }

    private void hold(
            String role, @Nullable UUID entity, @Nullable UUID grid, @Nullable String from, @Nullable String to) {
        execute(
                place,
                "insert into held values ('%s', '%s', '%s', %s, %s, %s, %s)"
                        .formatted(
                                PINGCHENG,
                                subject,
                                role,
                                quoted(entity),
                                grid == null ? "null" : "array['" + grid + "'::uuid]",
                                quoted(from),
                                quoted(to)));
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "null" : "'" + value + "'";
    }

    private String token(String code, UUID organization, String... groups) {
        return signed(Instant.now().minusSeconds(3), code, organization, groups);
    }

    /** Issued after a revocation made now; seconds are all that tokens count in. */
    private String later(String code, UUID organization) {
        return signed(Instant.now().plusSeconds(1), code, organization);
    }

    private String signed(Instant issuedAt, String code, UUID organization, String... groups) {
        return REALM.signed(claims(subject, issuedAt, Map.of(code, organization(organization, groups))));
    }

    private static Caller at(String instant, String token) {
        CLOCK.now = Instant.parse(instant);
        try {
            return caller(token, null);
        } finally {
            CLOCK.now = null;
        }
    }

    private static Caller caller(@Nullable String token, @Nullable String code) {
        return callers.of(token, code).blockOptional(Duration.ofSeconds(10)).orElseThrow();
    }
}
