package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.tenancy.identity.Platform;
import tools.jackson.databind.JsonNode;

/** What operators ask for; nobody works it off here. */
class OnboardingTest {
    private static final District PLATFORM =
            new District(Platform.ID, Platform.CODE, "平台", ZoneId.of("Asia/Shanghai"), Set.of());
    private static final Caller OPERATOR =
            new Caller(new UUID(1, 1), PLATFORM, Platform.CLIENT, EnumSet.of(Role.PLATFORM_ADMIN), Map.of(), Map.of());
    private static final Caller GUEST = Caller.guest(PLATFORM);
    private static final String NEW = district("110101", "北京市东城区", "admin-110101", "admin@example.test");
    private static final String UNKNOWN = "onboarding_00000000-0000-7000-8000-00000000abcd";

    private final Writes writes = Writes.ofPlatform();

    private static String district(String code, String name, String username, String email) {
        return "{code: \"%s\", name: \"%s\", administrator: {username: \"%s\", email: \"%s\", name: \"示例\"}}"
                .formatted(code, name, username, email);
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void whatIsAskedForTwiceIsOneDistrict() {
        JsonNode begun = writes.done(
                OPERATOR,
                "onboardDistrict(district: " + NEW + ")",
                "... on OnboardingBegun { onboarding { code status adminEmail district { code } history { nodes { event toState } } } }",
                null);
        assertThat(begun.path("onboarding").toString())
                .isEqualTo(
                        "{\"code\":\"110101\",\"status\":\"REQUESTED\",\"adminEmail\":\"admin@example.test\",\"district\":null,\"history\":{\"nodes\":[{\"event\":\"ONBOARDING_REQUESTED\",\"toState\":\"REQUESTED\"}]}}");
        writes.refused(OPERATOR, "ONBOARDING_KNOWN", "onboardDistrict(district: " + NEW + ")");
        assertThat(writes.rows("select payload ->> 'onboarding' from job where kind = 'onboard'"))
                .isEqualTo(writes.rows("select id from onboarding"));
    }

    @Test
    void whatIsAskedForOtherwiseIsRefusedAndToldWhereItDiffers() {
        String begins = "packages: [POINTS, ACTIVITIES], language: EN, "
                + "workingTimes: [{weekday: MONDAY, opensAt: \"09:00:00\", closesAt: \"17:00:00\"}]";
        writes.done(OPERATOR, "onboardDistrict(district: " + with(begins) + ")", "", null);
        writes.refused(
                OPERATOR,
                "ONBOARDING_KNOWN",
                "onboardDistrict(district: "
                        + with(begins.replace("[POINTS, ACTIVITIES]", "[ACTIVITIES, POINTS, POINTS]")) + ")");
        String otherwise = "onboardDistrict(district: " + NEW.replace("示例", "另一人") + ")";
        writes.refused(OPERATOR, "DISTRICT_REFUSED", otherwise);
        assertThat(String.valueOf(writes.served()
                        .ask(
                                OPERATOR,
                                "mutation { " + otherwise + " { ... on DistrictRefused { problems differs } } }",
                                Map.of())
                        .data()))
                .contains(
                        "\"problems\":[\"CODE_TAKEN\"],\"differs\":[\"administrator\",\"packages\",\"workingTimes\",\"language\"]");
        writes.sql("update onboarding set admin_username = null, admin_email = null, admin_name = null");
        String forgotten = "onboardDistrict(district: " + with(begins) + ")";
        writes.refused(OPERATOR, "DISTRICT_REFUSED", forgotten);
        assertThat(String.valueOf(writes.served()
                        .ask(
                                OPERATOR,
                                "mutation { " + forgotten + " { ... on DistrictRefused { differs } } }",
                                Map.of())
                        .data()))
                .contains("\"differs\":[\"administrator\"]");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        JsonNode refused = writes.refused(
                OPERATOR,
                "DISTRICT_REFUSED",
                "onboardDistrict(district: " + district("1101", "示例区", "Admin 1", "nowhere") + ")");
        assertThat(refused.path("message").asString())
                .contains("(CODE_MALFORMED)", "(NAME_TAKEN)", "(USERNAME_MALFORMED)", "(EMAIL_MALFORMED)");
        for (String taken : List.of("000000", Fixture.HERE.code()))
            writes.refused(
                    OPERATOR,
                    "DISTRICT_REFUSED",
                    "onboardDistrict(district: " + district(taken, "另一个区", "admin-1", "a@example.test") + ")");
    }

    @Test
    void aTimeZoneIsOneThatTheDatabaseKnowsToo() {
        for (String none : List.of("Mars/Base", "CTT", "+08:00", "SystemV/PST8"))
            assertThat(writes.refused(
                                    OPERATOR,
                                    "DISTRICT_REFUSED",
                                    "onboardDistrict(district: " + with("timeZone: \"" + none + "\"") + ")")
                            .path("message")
                            .asString())
                    .contains("Asia/Shanghai (TIME_ZONE_UNKNOWN)");
        assertThat(writes.rows("select zone from unnest('{" + String.join(",", ZoneId.getAvailableZoneIds())
                        + "}'::text[]) zone where zone not in (select name from pg_timezone_names)"))
                .allMatch(zone -> zone.startsWith("SystemV/"));
    }

    @Test
    void aDryRunTellsAllAndChangesNothing() {
        Map<String, String> before = writes.tables();
        JsonNode preview = writes.done(
                OPERATOR,
                "onboardDistrict(district: " + NEW + ", dryRun: true)",
                "... on OnboardingPreview { steps roles problems }",
                null);
        assertThat(preview.path("steps").toString())
                .isEqualTo("[\"REGISTERED\",\"ORGANIZED\",\"GROUPED\",\"STAFFED\",\"CONFIGURED\",\"READY\"]");
        assertThat(preview.path("roles").toString())
                .contains("DISTRICT_ADMIN", "GRID_WORKER")
                .doesNotContain("RESIDENT", "PLATFORM_ADMIN");
        // This one serves without the secret with which Keycloak is asked.
        assertThat(preview.path("problems").toString()).isEqualTo("[\"DIRECTORY_UNREACHABLE\"]");
        assertThat(writes.done(
                                OPERATOR,
                                "onboardDistrict(district: " + with("sample: true") + ", dryRun: true)",
                                "... on OnboardingPreview { steps }",
                                null)
                        .path("steps")
                        .toString())
                .endsWith("\"CONFIGURED\",\"FILLED\",\"READY\"]");
        JsonNode problems = writes.done(
                OPERATOR,
                "onboardDistrict(district: " + district("11010", "平城区", "admin-1", "a@example.test")
                        + ", dryRun: true)",
                "... on OnboardingPreview { problems }",
                null);
        assertThat(problems.path("problems").toString())
                .isEqualTo("[\"CODE_MALFORMED\",\"NAME_TAKEN\",\"DIRECTORY_UNREACHABLE\"]");
        assertThat(writes.tables()).isEqualTo(before);
    }

    @Test
    void packagesAndTheWorkingWeekAreHeldAgainstTheirRules() {
        JsonNode preview = writes.done(
                OPERATOR,
                "onboardDistrict(district: " + with("packages: [FILES, WEBHOOKS]") + ", dryRun: true)",
                "... on OnboardingPreview { packages problems }",
                null);
        assertThat(preview.path("packages").toString()).isEqualTo("[\"FILES\",\"WEBHOOKS\"]");
        JsonNode usual = writes.done(
                OPERATOR,
                "onboardDistrict(district: " + NEW + ", dryRun: true)",
                "... on OnboardingPreview { packages }",
                null);
        assertThat(usual.path("packages")).hasSize(Contract.load().packages().size());
        JsonNode refused = writes.refused(
                OPERATOR,
                "DISTRICT_REFUSED",
                "onboardDistrict(district: " + with("packages: [" + NEEDY + "], workingTimes: []") + ")");
        assertThat(refused.path("message").asString()).contains("(PACKAGE_NEEDED)", "(WORKING_WEEK_UNFIT)");
    }

    /** A package that cannot be without another one. */
    private static final String NEEDY = Contract.load().packages().entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .findFirst()
            .orElseThrow()
            .getKey();

    private static String with(String more) {
        return NEW.replaceFirst("^\\{", "{" + more + ", ");
    }

    @Test
    void manyComeOnBoardTogetherOrNone() {
        String other = district("110102", "北京市西城区", "admin-110102", "b@example.test");
        JsonNode refused = writes.refused(
                OPERATOR,
                "DISTRICTS_REFUSED",
                "onboardDistricts(districts: [" + NEW + ", " + NEW + ", " + other + "])");
        assertThat(refused.path("message").asString()).contains("2 CODE_TAKEN, 2 NAME_TAKEN");
        JsonNode begun = writes.done(
                OPERATOR,
                "onboardDistricts(districts: [" + NEW + "])",
                "... on OnboardingsBegun { begun known }",
                null);
        assertThat(begun.path("begun").intValue()).isEqualTo(1);
        begun = writes.done(
                OPERATOR,
                "onboardDistricts(districts: [" + NEW + ", " + other + "])",
                "... on OnboardingsBegun { begun known }",
                null);
        assertThat(begun.path("begun").intValue()).isEqualTo(1);
        assertThat(begun.path("known").intValue()).isEqualTo(1);
        writes.refused(OPERATOR, "NOTHING_IMPORTED", "onboardDistricts(districts: [" + NEW + "])");
        assertThat(writes.rows("select code from onboarding order by code")).containsExactly("110101", "110102");
        List<Map<String, ?>> tooMany = new ArrayList<>();
        for (int i = 0; i <= 1000; i++)
            tooMany.add(Map.of(
                    "code",
                    String.valueOf(200_000 + i),
                    "name",
                    "示例" + i,
                    "administrator",
                    Map.of("username", "admin-" + i, "email", i + "@example.test", "name", "示例")));
        writes.refused(OPERATOR, "IMPORT_TOO_LONG", "onboardDistricts(districts: $rows)", "NewDistrict", tooMany);
    }

    @Test
    void oneThatWaitsIsTriedAtOnceAndOneThatIsOverIsNot() {
        writes.done(OPERATOR, "onboardDistrict(district: " + NEW + ")", "", null);
        writes.sql("update job set next_at = now() + interval '1 hour' where kind = 'onboard'");
        writes.done(OPERATOR, "retryOnboarding(onboarding: \"" + id() + "\")", "", null);
        assertThat(writes.rows("select next_at <= now() from job where kind = 'onboard'"))
                .containsExactly("t");
        writes.sql("update onboarding set status = 'READY'");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "retryOnboarding(onboarding: \"" + id() + "\")");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "cancelOnboarding(onboarding: \"" + id() + "\")");
        writes.refused(OPERATOR, "NOT_FOUND", "retryOnboarding(onboarding: \"" + UNKNOWN + "\")");
    }

    @Test
    void oneThatIsTakenBackLeavesItsCodeToTheNext() {
        writes.refused(OPERATOR, "NOT_FOUND", "cancelOnboarding(onboarding: \"" + UNKNOWN + "\")");
        writes.done(OPERATOR, "onboardDistrict(district: " + NEW + ")", "", null);
        writes.done(OPERATOR, "cancelOnboarding(onboarding: \"" + id() + "\")", "", null);
        writes.done(OPERATOR, "onboardDistrict(district: " + NEW + ")", "", null);
        assertThat(writes.rows("select status from onboarding order by id")).containsExactly("CANCELLED", "REQUESTED");
    }

    @Test
    void aDistrictIsTakenOutOfUseAndComesBack() {
        String here = "district: \"district_" + Fixture.HERE.id() + "\"";
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "resumeDistrict(" + here + ")");
        JsonNode stopped = writes.done(
                OPERATOR,
                "suspendDistrict(" + here + ", reason: \"示例\")",
                "... on DistrictStopped { district { state history { nodes { event reason actor } } } }",
                null);
        assertThat(stopped.path("district").toString())
                .isEqualTo(
                        "{\"state\":\"SUSPENDED\",\"history\":{\"nodes\":[{\"event\":\"DISTRICT_SUSPENDED\",\"reason\":\"示例\",\"actor\":\"00000000-0000-0001-0000-000000000001\"}]}}");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "suspendDistrict(" + here + ", reason: \"示例\")");
        writes.done(OPERATOR, "resumeDistrict(" + here + ")", "", null);
        assertThat(writes.rows("select state from district where id = :district"))
                .containsExactly("ACTIVE");
        assertThat(writes.rows("select count(*) from job where kind = 'organization-follows'"))
                .containsExactly("2");
        writes.sql("update district set state = 'OPENING' where id = :district");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "resumeDistrict(" + here + ")");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "suspendDistrict(" + here + ", reason: \"示例\")");
        String nowhere = "district: \"district_" + Platform.ID + "\"";
        writes.refused(OPERATOR, "NOT_FOUND", "suspendDistrict(" + nowhere + ", reason: \"示例\")");
        writes.refused(OPERATOR, "NOT_FOUND", "resumeDistrict(" + nowhere + ")");
    }

    @Test
    void aDistrictThatIsInUseIsGivenAnAdministrator() {
        String here = "district: \"district_" + Fixture.HERE.id() + "\", ";
        String who = "administrator: {username: \"Next-1\", email: \"Next@example.test\", name: \"示例\"}";
        JsonNode invited = writes.done(
                OPERATOR,
                "inviteAdministrator(" + here + who + ")",
                "... on AdministratorInvited { invitation { id status username email district { administratorInvitations { totalCount } } history { nodes { event toState actor } } } }",
                null);
        String id = invited.at("/invitation/id").asString();
        assertThat(invited.path("invitation").toString())
                .isEqualTo(
                        "{\"id\":\"" + id
                                + "\",\"status\":\"REQUESTED\",\"username\":\"next-1\",\"email\":\"next@example.test\",\"district\":{\"administratorInvitations\":{\"totalCount\":1}},"
                                + "\"history\":{\"nodes\":[{\"event\":\"ADMINISTRATOR_INVITATION_MOVED\",\"toState\":\"REQUESTED\",\"actor\":\"00000000-0000-0001-0000-000000000001\"}]}}");
        // The same person is the same invitation.
        writes.sql("update administrator_invitation set status = 'FAILED', account_failure = 'ELSEWHERE'");
        assertThat(writes.done(
                                OPERATOR,
                                "inviteAdministrator(" + here + who.toLowerCase(Locale.ROOT) + ")",
                                "... on AdministratorInvited { invitation { id status accountFailure } }",
                                null)
                        .path("invitation")
                        .toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"status\":\"REQUESTED\",\"accountFailure\":null}");
        assertThat(writes.rows("select payload ->> 'invitation' from job where kind = 'invite-administrator'"))
                .hasSize(2)
                .containsOnly(id.replace("invitation_", ""));
        writes.refused(
                OPERATOR, "USERNAME_MALFORMED", "inviteAdministrator(" + here + who.replace("Next-1", "a b") + ")");
        writes.refused(
                OPERATOR,
                "STAFF_ADDRESS_MALFORMED",
                "inviteAdministrator(" + here + who.replace("Next@example.test", "nowhere") + ")");
        writes.refused(
                OPERATOR, "NOT_FOUND", "inviteAdministrator(district: \"district_" + Platform.ID + "\", " + who + ")");
        for (String state : List.of("OPENING", "SUSPENDED", "LEAVING")) {
            writes.sql("update district set state = '" + state + "' where id = :district");
            assertThat(writes.refused(OPERATOR, "NOT_IN_USE", "inviteAdministrator(" + here + who + ")")
                            .path("message")
                            .asString())
                    .contains("(" + state + ")");
        }
    }

    @Test
    void anOrganizationThatIsReportedAsMissingIsRestored() {
        String restore = "restoreOrganization(district: \"district_" + Fixture.HERE.id() + "\")";
        writes.refused(OPERATOR, "ORGANIZATION_NOT_MISSING", restore);
        writes.refused(OPERATOR, "NOT_FOUND", "restoreOrganization(district: \"district_" + Platform.ID + "\")");
        writes.sql("insert into directory_drift (district_id, target_id, kind, status, obstacle) values ('"
                + Platform.ID + "', :district, 'ORGANIZATION_MISSING', 'REPORTED', 'ORGANIZATION_TAKEN')");
        assertThat(writes.done(
                                OPERATOR,
                                restore,
                                "... on OrganizationRestoring { drift { kind status obstacle district { history { nodes { event actor } } } } }",
                                null)
                        .path("drift")
                        .toString())
                .isEqualTo(
                        "{\"kind\":\"ORGANIZATION_MISSING\",\"status\":\"REPORTED\",\"obstacle\":null,\"district\":{\"history\":{\"nodes\":[{\"event\":\"ORGANIZATION_RESTORE_REQUESTED\",\"actor\":\"00000000-0000-0001-0000-000000000001\"}]}}}");
        assertThat(writes.rows("select restore_asked_at is not null from directory_drift"))
                .containsExactly("t");
        assertThat(writes.rows("select payload ->> 'district' from job where kind = 'restore-organization'"))
                .isEqualTo(writes.rows("select id from district where id = :district"));
        for (String state : List.of("OPENING", "LEAVING")) {
            writes.sql("update district set state = '" + state + "' where id = :district");
            writes.refused(OPERATOR, "NOT_IN_USE", restore);
        }
    }

    @Test
    void whoIsNoOperatorDoesNothing() {
        for (Caller caller : List.of(GUEST, writes.caller("admin"), writes.caller("auditor")))
            writes.fails(caller, "FORBIDDEN", "onboardDistrict(district: " + NEW + ")", null);
    }

    private String id() {
        return "onboarding_" + writes.rows("select id from onboarding").getFirst();
    }
}
