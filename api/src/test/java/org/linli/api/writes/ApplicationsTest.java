package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.live.OneTimeCode;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.tenancy.identity.Platform;
import tools.jackson.databind.JsonNode;

/** Districts that ask to come on board; nobody writes letters here. */
class ApplicationsTest {
    private static final District PLATFORM =
            new District(Platform.ID, Platform.CODE, "平台", ZoneId.of("Asia/Shanghai"), Set.of());
    private static final Caller OPERATOR =
            new Caller(new UUID(1, 1), PLATFORM, Platform.CLIENT, EnumSet.of(Role.PLATFORM_ADMIN), Map.of(), Map.of());
    private static final Caller GUEST = Caller.guest(PLATFORM);
    private static final String UNKNOWN = "application_00000000-0000-7000-8000-00000000abcd";
    private static final String TOKEN = "ABCD2345EFGH";

    private final Writes writes = Writes.ofPlatform();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    private static String application(String code, String name, String email, String phone) {
        return "applyForDistrict(application: {code: \"%s\", name: \"%s\", contact: \"示例\", email: \"%s\", phone: \"%s\", unit: \"数据局\"})"
                .formatted(code, name, email, phone);
    }

    /** An application whose letter had {@link #TOKEN}. */
    private void applied(String code, String name) {
        writes.done(GUEST, application(code, name, "Applicant@example.test", "010-6400 0000"), "", null);
        writes.sql("update district_application set token_hash = '" + new OneTimeCode(TOKEN).hash() + "'");
    }

    private String id() {
        return "application_"
                + writes.rows("select id from district_application").getFirst();
    }

    @Test
    void whatIsWrongByItselfIsToldAtOnce() {
        JsonNode refused =
                writes.refused(GUEST, "APPLICATION_REFUSED", application("000000", "示例区", "nowhere", "call me"));
        assertThat(refused.path("message").asString())
                .contains("(CODE_MALFORMED)", "(EMAIL_MALFORMED)", "(PHONE_MALFORMED)");
    }

    @Test
    void theAnswerIsTheSameWhateverIsKnown() {
        String first = writes.done(
                        GUEST,
                        application("110101", "北京市东城区", "a@example.test", "12345"),
                        "... on ApplicationReceived { hours }",
                        null)
                .toString();
        for (String again : List.of(
                application("110101", "北京市东城区", "a@example.test", "12345"),
                application(Fixture.HERE.code(), Fixture.HERE.name(), "A@Example.test", "12345"),
                application("110102", "北京市西城区", "a@example.test", "12345"),
                application("110103", "另一个区", "a@example.test", "12345")))
            assertThat(writes.done(GUEST, again, "... on ApplicationReceived { hours }", null)
                            .toString())
                    .isEqualTo(first);
        // Five were sent, and three letters go out.
        assertThat(writes.rows("select count(*) from district_application")).containsExactly("3");
        assertThat(writes.rows("select count(*) from job where kind = 'write-to-applicant'"))
                .containsExactly("3");
        assertThat(writes.rows("select count(*) from event where name = 'DISTRICT_APPLIED_FOR'"))
                .containsExactly("5");
        // Nobody has confirmed them, so operators see none.
        assertThat(applications()).isEqualTo("{\"applications\":{\"totalCount\":0}}");
    }

    @Test
    void aTokenConfirmsOnceAndTellsFromThenOn() {
        applied(Fixture.HERE.code(), "北京市东城区");
        writes.refused(GUEST, "NOT_FOUND", "confirmApplication(token: \"ABCD2345EFGJ\")");
        writes.refused(GUEST, "NOT_FOUND", "checkApplication(token: \"ABCD2345EFGJ\")");
        assertThat(standing("checkApplication"))
                .startsWith("{\"__typename\":\"ApplicationStanding\",\"status\":\"SUBMITTED\",\"problems\":[]");
        JsonNode confirmed = writes.done(
                GUEST,
                "confirmApplication(token: \"abcd-2345-efgh\")",
                "... on AddressConfirmed { status problems }",
                null);
        assertThat(confirmed.path("problems").toString()).isEqualTo("[\"CODE_TAKEN\"]");
        assertThat(standing("confirmApplication")).contains("\"CONFIRMED\"", "[\"CODE_TAKEN\"]");
        assertThat(applications()).isEqualTo("{\"applications\":{\"totalCount\":1}}");
    }

    @Test
    void aTokenIsGoodForTwoDays() {
        applied("110101", "北京市东城区");
        writes.sql("update district_application set applied_at = now() - interval '49 hours'");
        writes.refused(GUEST, "NOT_FOUND", "confirmApplication(token: \"" + TOKEN + "\")");
    }

    @Test
    void oneThatIsAcceptedComesOnBoard() {
        applied("110101", "北京市东城区");
        writes.refused(OPERATOR, "NOT_FOUND", "openApplication(application: \"" + id() + "\")");
        writes.done(GUEST, "confirmApplication(token: \"" + TOKEN + "\")", "", null);
        writes.refused(
                OPERATOR, "DISTRICT_REFUSED", "openApplication(application: \"" + id() + "\", packages: [MERCHANTS])");
        JsonNode accepted = writes.done(
                OPERATOR,
                "openApplication(application: \"" + id() + "\", packages: [FILES])",
                "... on ApplicationAccepted { application { status history { nodes { event } } } onboarding { code name adminUsername adminEmail adminName packages } }",
                null);
        assertThat(accepted.toString())
                .contains(
                        "\"status\":\"OPENED\"",
                        "{\"nodes\":[{\"event\":\"DISTRICT_APPLIED_FOR\"},{\"event\":\"APPLICATION_CONFIRMED\"},{\"event\":\"APPLICATION_OPENED\"}]}",
                        "{\"code\":\"110101\",\"name\":\"北京市东城区\",\"adminUsername\":\"admin-110101\",\"adminEmail\":\"applicant@example.test\",\"adminName\":\"示例\",\"packages\":[\"FILES\"]}");
        writes.refused(OPERATOR, "TRANSITION_REFUSED", "openApplication(application: \"" + id() + "\")");
        writes.refused(OPERATOR, "NOT_FOUND", "openApplication(application: \"" + UNKNOWN + "\")");
        assertThat(standing("checkApplication")).contains("\"OPENED\"", "\"problems\":[]");
    }

    @Test
    void oneWhoseDistrictIsOnItsWayAlreadyIsNotAccepted() {
        applied("110101", "北京市东城区");
        writes.done(GUEST, "confirmApplication(token: \"" + TOKEN + "\")", "", null);
        writes.done(
                OPERATOR,
                "onboardDistrict(district: {code: \"110101\", name: \"北京市东城区\", administrator: {username: \"admin-110101\", email: \"applicant@example.test\", name: \"示例\"}})",
                "",
                null);
        writes.refused(OPERATOR, "ONBOARDING_KNOWN", "openApplication(application: \"" + id() + "\")");
        writes.refused(
                OPERATOR,
                "DISTRICT_REFUSED",
                "openApplication(application: \"" + id()
                        + "\", administrator: {username: \"another\", email: \"b@example.test\", name: \"示例\"})");
    }

    @Test
    void oneWhoseDistrictIsTakenBackIsDecidedAnew() {
        applied("110101", "北京市东城区");
        writes.done(GUEST, "confirmApplication(token: \"" + TOKEN + "\")", "", null);
        String begun = writes.done(
                        OPERATOR,
                        "openApplication(application: \"" + id() + "\", timeZone: \"Asia/Urumqi\","
                                + " workingTimes: [{weekday: MONDAY, opensAt: \"09:00:00\", closesAt: \"17:00:00\"}])",
                        "... on ApplicationAccepted { onboarding { id timeZone language } }",
                        null)
                .at("/onboarding/id")
                .asString();
        assertThat(writes.rows(
                        "select concat_ws(' ', time_zone, language, working_times -> 0 ->> 'weekday') from onboarding"))
                .containsExactly("Asia/Urumqi ZH_CN MONDAY");
        writes.done(OPERATOR, "cancelOnboarding(onboarding: \"" + begun + "\")", "", null);
        assertThat(standing("checkApplication")).contains("\"CONFIRMED\"", "\"problems\":[]");
        writes.done(OPERATOR, "openApplication(application: \"" + id() + "\")", "", null);
        writes.done(
                OPERATOR,
                "cancelOnboarding(onboarding: \"onboarding_"
                        + writes.rows("select onboarding_id from district_application")
                                .getFirst() + "\")",
                "",
                null);
        writes.done(
                OPERATOR,
                "declineApplication(application: \"" + id() + "\", reason: \"材料不全\")",
                "... on ApplicationTurnedDown { application { status history { nodes { event } } } }",
                null);
        assertThat(standing("checkApplication")).contains("\"DECLINED\"");
    }

    @Test
    void oneThatIsDeclinedTellsWhy() {
        applied("110101", "北京市东城区");
        writes.refused(OPERATOR, "NOT_FOUND", "declineApplication(application: \"" + UNKNOWN + "\", reason: \"示例\")");
        writes.done(GUEST, "confirmApplication(token: \"" + TOKEN + "\")", "", null);
        writes.fails(GUEST, "FORBIDDEN", "declineApplication(application: \"" + id() + "\", reason: \"示例\")", null);
        writes.done(
                OPERATOR,
                "declineApplication(application: \"" + id() + "\", reason: \"材料不全\")",
                "... on ApplicationTurnedDown { application { status reason } }",
                null);
        writes.refused(
                OPERATOR, "TRANSITION_REFUSED", "declineApplication(application: \"" + id() + "\", reason: \"示例\")");
        assertThat(standing("checkApplication")).contains("\"DECLINED\"", "材料不全");
        assertThat(writes.rows("select payload ->> 'letter' from job where kind = 'write-to-applicant' order by id"))
                .containsExactly("CONFIRM", "DECLINED");
    }

    private String standing(String mutation) {
        return writes.done(
                        GUEST,
                        mutation + "(token: \"" + TOKEN + "\")",
                        "... on ApplicationStanding { status problems district reason decidedAt }",
                        null)
                .toString();
    }

    private String applications() {
        return String.valueOf(writes.served()
                .ask(OPERATOR, "{ applications { totalCount } }", Map.of())
                .data());
    }
}
