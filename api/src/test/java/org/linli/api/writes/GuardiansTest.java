package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * Resident 2 is the child of resident 1, who consented, and has a seat in activity 1, which costs nothing, and a redemption of service 3
 * (DOMAIN.md G9, G10).
 */
class GuardiansTest {
    private static final UUID CHILD = id(HERE, "resident", 2);
    private static final String ACTIVITY = node(HERE, "activity", 1);
    private static final String FOR_CHILD = "child: \"" + node(HERE, "resident", 2) + "\"";

    private final Writes writes = new Writes();
    private final Caller alone = Callers.with(writes.caller("resident"), Role.RESIDENT, CHILD);
    private String redemption = "";
    private String redemptionCode = "";

    @BeforeEach
    void open() {
        writes.sql("""
                update resident set status = 'ACTIVE', birth_date = current_date - interval '9 years', verify_by = null
                 where district_id = :district and id = '%1$s';
                update activity set status = 'ENROLLING', published_at = now(), capacity = 9, waitlist = 1, audience = 'EVERYBODY', points_cost = 0,
                       grid_id = null, community_id = '%2$s', street_id = '%3$s', cancel_reason = null,
                       starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id = '%4$s';
                delete from evaluation where district_id = :district and activity_id = '%4$s';
                delete from enrolment where district_id = :district and activity_id = '%4$s';
                update merchant set status = 'ACTIVE' where district_id = :district and id = '%5$s';
                update merchant_service set status = 'ONLINE', stock = 3, points_price = 10, valid_from = '2024-01-01', valid_to = null
                 where district_id = :district and id = '%6$s'
                """.formatted(
                        CHILD,
                        id(HERE, "community", 1),
                        id(HERE, "street", 1),
                        id(HERE, "activity", 1),
                        id(HERE, "merchant", 4),
                        id(HERE, "service", 3)));
        writes.done("district officer", grant(), "");
        writes.done("resident", in("enrol"), "");
        JsonNode redeemed =
                writes.done("resident", redeem(), "... on ServiceRedeemed { verificationCode redemption { id } }");
        redemption = redeemed.at("/redemption/id").asString();
        redemptionCode = redeemed.path("verificationCode").asString();
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aGuardianActsWhileTheConsentHolds() {
        String consent = "Consent(kind: GUARDIANSHIP, " + FOR_CHILD + ")";
        writes.done("resident", "withdraw" + consent, "");
        nothingCanBeDone();
        writes.done("resident", "give" + consent, "");
        writes.done("resident", in("cancelEnrolment"), "");
        writes.done("resident", in("enrol"), "");
    }

    @Test
    void aConsentOfAnotherGuardianIsNone() {
        writes.sql("update consent set given_by = '%s' where district_id = :district and resident_id = '%s'"
                .formatted(id(HERE, "resident", 11), CHILD));
        nothingCanBeDone();
    }

    @Test
    void aGuardianActsUntilTheWardIsOfFullAge() {
        born("18 years -1 day");
        writes.done("resident", in("cancelEnrolment"), "");
        writes.done("resident", in("enrol"), "");
        born("18 years");
        nothingCanBeDone();
        writes.refused("resident", "NOT_FOUND", "giveConsent(kind: TAGS, " + FOR_CHILD + ")");
        writes.refused("resident", "NOT_FOUND", "withdrawConsent(kind: GUARDIANSHIP, " + FOR_CHILD + ")");
    }

    @Test
    void aGuardianActsForWhoLivesHere() {
        for (String status : new String[] {"SUSPENDED", "MOVED_OUT"}) {
            writes.sql("update resident set status = '%s' where district_id = :district and id = '%s'"
                    .formatted(status, CHILD));
            nothingCanBeDone();
        }
        writes.sql("""
                update resident set status = 'ERASED', birth_date = null, phone = null, identity_sealed = null, identity_index = null,
                       identity_mask = null, dwelling = null, subject = null, guardian_id = null
                 where district_id = :district and id = '%s'
                """.formatted(CHILD));
        nothingCanBeDone();
    }

    private void nothingCanBeDone() {
        state("ENROLLING", "CONFIRMED");
        writes.refused("resident", "NOT_FOUND", in("enrol"));
        writes.refused("resident", "NOT_ENROLLED", in("cancelEnrolment"));
        state("RUNNING", "CONFIRMED");
        writes.refused("resident", "NO_SEAT", in("showCheckInCode"));
        state("RUNNING", "ATTENDED");
        writes.refused("resident", "NOT_ATTENDED", rate(FOR_CHILD + ", "));
        state("ENROLLING", "CONFIRMED");
        writes.refused("resident", "NOT_FOUND", redeem());
        writes.refused("resident", "NOT_FOUND", cancelRedemption());
        writes.refused("resident", "NOT_FOUND", rateRedemption());
    }

    /** Also where it has an account of its own. */
    @Test
    void aChildDoesNothingAlone() {
        String here = "(activity: \"" + ACTIVITY + "\")";
        writes.refused(alone, "GUARDIAN_NEEDED", "cancelEnrolment" + here);
        state("RUNNING", "CONFIRMED");
        writes.refused(alone, "GUARDIAN_NEEDED", "showCheckInCode" + here);
        state("RUNNING", "ATTENDED");
        writes.refused(alone, "GUARDIAN_NEEDED", rate(""));
        writes.refused(alone, "GUARDIAN_NEEDED", cancelRedemption());
        writes.refused(alone, "GUARDIAN_NEEDED", rateRedemption());
        born("14 years");
        writes.done(alone, rate(""), "", null);
        writes.done(alone, cancelRedemption(), "", null);
    }

    @Test
    void aGuardianTellsWhatTheChildThought() {
        state("RUNNING", "ATTENDED");
        writes.done("resident", rate(FOR_CHILD + ", "), "");
        assertThat(writes.rows(
                        "select author_id::text from evaluation where district_id = :district and activity_id = '%s'"
                                .formatted(id(HERE, "activity", 1))))
                .containsExactly(CHILD.toString());
        writes.refused("resident", "ALREADY_RATED", rate(FOR_CHILD + ", "));
        writes.refused("resident", "NOT_ATTENDED", rate(""));
    }

    /** Whether or not the guardian still acts for it. */
    @Test
    void nobodyRewardsTheOwnChild() {
        state("RUNNING", "CONFIRMED");
        String code = writes.done("resident", in("showCheckInCode"), "... on CheckInCode { value: code }")
                .path("value")
                .asString();
        String checkIn = "checkIn(activity: \"%s\", code: \"%s\")".formatted(ACTIVITY, code);
        String reverse = "reversePosting(posting: \"posting_%s\", reason: \"示例\")"
                .formatted(writes.rows("""
                        select p.id::text from points_posting p join points_account a on a.district_id = p.district_id and a.id = p.account_id
                         where p.district_id = :district and p.kind = 'GRANT' and a.owner_id = '%s' order by p.id desc limit 1
                        """.formatted(CHILD)).getFirst());
        born("20 years");
        String verify = "verifyRedemption(code: \"%s\")".formatted(redemptionCode);
        // An officer's own record may be anything: then the officer is no RESIDENT, and still the parent.
        for (String status : new String[] {"ACTIVE", "MOVED_OUT", "SUSPENDED"}) {
            writes.sql("update resident set status = '%s', verify_by = null where district_id = :district and id = '%s'"
                    .formatted(status, id(HERE, "resident", 1)));
            writes.refused(parent("district officer"), "OWN_WORK", checkIn);
            writes.refused(parent("district officer"), "OWN_WORK", grant());
            writes.refused(parent("district officer"), "OWN_WORK", reverse);
            writes.refused(parent("merchant"), "OWN_WORK", verify);
            writes.refused(
                    parent("district officer"),
                    "OWN_WORK",
                    "suspendResident(resident: \"%s\", reason: \"示例\")".formatted(node(HERE, "resident", 2)));
        }
        writes.done("district officer", checkIn, "");
    }

    @Test
    void aGuardianSeesTheWardUntilFullAgeAndWithTheConsentInClear() {
        writes.sql("update resident set phone = '11100000002' where district_id = :district and id = '" + CHILD + "'");
        String seen = """
                { resident(id: "%s") { phone consents { nodes { kind } } }
                  enrolments: activity(id: "%s") { enrolments { nodes { resident { id } } } } }
                """.formatted(node(HERE, "resident", 2), ACTIVITY);
        assertThat(writes.asked("resident", seen).toString())
                .contains("\"phone\":\"11100000002\"", "GUARDIANSHIP", node(HERE, "resident", 2));
        writes.done("resident", "withdrawConsent(kind: GUARDIANSHIP, " + FOR_CHILD + ")", "");
        assertThat(writes.asked("resident", seen).toString())
                .contains("\"phone\":\"111****0002\"", node(HERE, "resident", 2));
        born("18 years");
        assertThat(writes.asked("resident", seen).toString())
                .isEqualTo("{\"resident\":null,\"enrolments\":{\"enrolments\":{\"nodes\":[]}}}");
    }

    private Caller parent(String worker) {
        return Callers.as(11, writes.caller(worker));
    }

    /** @param ago an interval before today */
    private void born(String ago) {
        writes.sql("""
                update resident set birth_date = (now() at time zone 'Asia/Shanghai')::date - interval '%s'
                 where district_id = :district and id = '%s'
                """.formatted(ago, CHILD));
    }

    private void state(String activity, String enrolment) {
        writes.sql("""
                update activity set status = '%s' where district_id = :district and id = '%s';
                update enrolment set status = '%s' where district_id = :district and activity_id = '%2$s' and resident_id = '%s'
                """.formatted(activity, id(HERE, "activity", 1), enrolment, CHILD));
    }

    private static String grant() {
        return "grantPoints(resident: \"%s\", points: 50, reason: \"示例\")".formatted(node(HERE, "resident", 2));
    }

    private static String in(String mutation) {
        return "%s(activity: \"%s\", %s)".formatted(mutation, ACTIVITY, FOR_CHILD);
    }

    private static String rate(String child) {
        return "rateActivity(activity: \"%s\", %sscore: 4)".formatted(ACTIVITY, child);
    }

    private static String redeem() {
        return "redeemService(service: \"%s\", %s)".formatted(node(HERE, "service", 3), FOR_CHILD);
    }

    private String cancelRedemption() {
        return "cancelRedemption(redemption: \"%s\")".formatted(redemption);
    }

    private String rateRedemption() {
        return "rateRedemption(redemption: \"%s\", rating: 4)".formatted(redemption);
    }
}
