package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/** Activity 1 takes enrolments for everybody; it has one seat and one place on the waitlist. */
class EnrolmentTest {
    private static final String ENROLLED =
            "... on Enrolled { enrolment { status resident { id } history { nodes { event fromState toState } } } }"
                    + " ... on Waitlisted { place enrolment { status } }";
    private static final String CANCELLED =
            "... on EnrolmentCancelled { enrolment { status } movedUp { resident { id } } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("""
                update activity set status = 'ENROLLING', published_at = now(), capacity = 1, waitlist = 1, audience = 'EVERYBODY',
                       starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id = '%s';
                delete from evaluation where district_id = :district and activity_id = '%s';
                delete from enrolment where district_id = :district and activity_id = '%s'
                """.replace("%s", id("activity", 1)));
        writes.sql("update resident set birth_date = '2020-01-01' where district_id = :district and id = '"
                + id("resident", 2) + "'");
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aSeatIsTakenAndSeenAtOnce() {
        JsonNode done = writes.done("resident", enrol(1), ENROLLED);
        assertThat(done.toString()).isEqualTo("""
                {"__typename":"Enrolled","enrolment":{"status":"CONFIRMED","resident":{"id":"%s"},"history":{"nodes":[\
                {"event":"ENROLMENT_MOVED","fromState":null,"toState":"CONFIRMED"}]}}}""".formatted(node(HERE, "resident", 1)));
    }

    /** Resident 1 lives in grid 2, of the community worker's duty, and then in grid 6. */
    @Test
    void anEnrolmentKeepsTheGridOfItsTime() {
        writes.done("resident", enrol(1), "");
        writes.sql("update resident set grid_id = '%s', community_id = '%s' where district_id = :district and id = '%s'"
                .formatted(id("grid", 6), id("community", 3), id("resident", 1)));
        String asked = "{ activity(id: \"%s\") { enrolments { nodes { grid { id } } } } }"
                .formatted(node(HERE, "activity", 1));
        assertThat(writes.asked("community worker", asked)
                        .at("/activity/enrolments")
                        .toString())
                .isEqualTo("{\"nodes\":[{\"grid\":{\"id\":\"%s\"}}]}".formatted(node(HERE, "grid", 2)));
        assertThat(writes.asked("grid worker", asked).at("/activity/enrolments").toString())
                .isEqualTo("{\"nodes\":[]}");
        writes.done("resident", cancel(1), "");
        writes.done("resident", enrol(1), "");
        assertThat(writes.rows("select grid_id from enrolment where district_id = :district and activity_id = '"
                        + id("activity", 1) + "'"))
                .containsExactly(id("grid", 6).toString());
    }

    @Test
    void whoComesLaterWaitsAndMovesUp() {
        writes.done("resident", enrol(1), "");
        assertThat(writes.done("another resident", enrol(1), ENROLLED).toString())
                .isEqualTo("{\"__typename\":\"Waitlisted\",\"enrolment\":{\"status\":\"WAITLISTED\"},\"place\":1}");
        writes.refused("resident", "ACTIVITY_FULL", enrolChild(1, 2));
        JsonNode done = writes.done("resident", cancel(1), CANCELLED);
        // Whose enrolment moved up is not for the resident to see.
        assertThat(done.toString())
                .isEqualTo(
                        "{\"__typename\":\"EnrolmentCancelled\",\"enrolment\":{\"status\":\"CANCELLED\"},\"movedUp\":null}");
        assertThat(writes.rows("select status from enrolment where district_id = :district and resident_id = '"
                        + id("resident", 11) + "' and activity_id = '" + id("activity", 1) + "'"))
                .containsExactly("CONFIRMED");
    }

    /** As if the one who waits had come when the clock was an hour ahead. */
    @Test
    void aClockThatIsPutBackLetsNobodyIn() {
        writes.sql(
                "update activity set waitlist = 2 where district_id = :district and id = '" + id("activity", 1) + "'");
        writes.done("resident", enrol(1), "");
        writes.done("another resident", enrol(1), "");
        writes.sql(
                "update enrolment set enrolled_at = enrolled_at + interval '1 hour' where district_id = :district and activity_id = '"
                        + id("activity", 1) + "' and status = 'WAITLISTED'");
        assertThat(writes.done("resident", enrolChild(1, 2), ENROLLED)
                        .path("place")
                        .asInt())
                .isEqualTo(2);
        assertThat(writes.rows(
                        "select resident_id::text from enrolment where district_id = :district and activity_id = '"
                                + id("activity", 1) + "' and status = 'WAITLISTED' order by enrolled_at, id"))
                .containsExactly(id("resident", 11), id("resident", 2));
    }

    @Test
    void aPlaceGivenUpCanBeTakenAgain() {
        writes.done("resident", enrol(1), "");
        writes.refused("resident", "ALREADY_ENROLLED", enrol(1));
        writes.done("resident", cancel(1), "");
        writes.refused("resident", "NOT_ENROLLED", cancel(1));
        JsonNode again = writes.done("resident", enrol(1), ENROLLED);
        assertThat(again.findValuesAsString("toState")).containsExactly("CONFIRMED", "CANCELLED", "CONFIRMED");
    }

    @Test
    void aChildComesThroughItsGuardianOnly() {
        writes.refused("another resident", "NOT_FOUND", enrolChild(1, 2));
        writes.sql("update resident set subject = null where district_id = :district and id = '" + id("resident", 1)
                + "'");
        assertThat(writes.done("resident", enrolChild(1, 2), ENROLLED).findValuesAsString("id"))
                .containsExactly(node(HERE, "resident", 2));
        writes.done(
                "resident",
                "cancelEnrolment(activity: \"%s\", child: \"%s\")"
                        .formatted(node(HERE, "activity", 1), node(HERE, "resident", 2)),
                "");
    }

    @Test
    void aChildDoesNotActAlone() {
        writes.sql("update resident set birth_date = '2020-01-01' where district_id = :district and id = '"
                + id("resident", 1) + "'");
        writes.refused("resident", "GUARDIAN_NEEDED", enrol(1));
    }

    @Test
    void whatIsMeantForOthersRefuses() {
        writes.sql("update activity set audience = 'ELDER' where district_id = :district and id = '" + id("activity", 1)
                + "'");
        writes.sql(
                "update resident set tags = '{}' where district_id = :district and id = '" + id("resident", 1) + "'");
        writes.refused("resident", "OTHER_AUDIENCE", enrol(1));
    }

    @Test
    void aClosedActivityRefuses() {
        writes.sql("update activity set enrol_until = now() where district_id = :district and id = '"
                + id("activity", 1) + "'");
        assertThat(writes.refused("resident", "ENROLMENT_CLOSED", enrol(1))
                        .path("message")
                        .asString())
                .matches(
                        "The activity takes no enrolments now: it is ENROLLING, and enrolment ends at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d\\. .*");
        writes.sql("update activity set status = 'ENDED' where district_id = :district and id = '" + id("activity", 1)
                + "'");
        writes.refused("resident", "ENROLMENT_CLOSED", enrol(1));
    }

    @Test
    void whatIsNotThereOrElsewhereIsNotFound() {
        writes.sql("update activity set published_at = null, status = 'DRAFT' where district_id = :district and id = '"
                + id("activity", 1) + "'");
        writes.refused("resident", "NOT_FOUND", enrol(1));
        writes.refused("resident", "NOT_FOUND", cancel(1));
        writes.refused("resident", "NOT_FOUND", "enrol(activity: \"" + node(THERE, "activity", 1) + "\")");
    }

    @Test
    void whatCannotBeTakenIsAnError() {
        writes.fails("resident", "INVALID_ID", "enrol(activity: \"" + node(HERE, "grid", 1) + "\")");
        writes.fails("grid worker", "FORBIDDEN", enrol(1));
        writes.fails("guest", "FORBIDDEN", enrol(1));
        writes.fails("account without district", "NO_DISTRICT", enrol(1));
    }

    private static String enrol(int activity) {
        return "enrol(activity: \"%s\")".formatted(node(HERE, "activity", activity));
    }

    private static String enrolChild(int activity, int child) {
        return "enrol(activity: \"%s\", child: \"%s\")"
                .formatted(node(HERE, "activity", activity), node(HERE, "resident", child));
    }

    private static String cancel(int activity) {
        return "cancelEnrolment(activity: \"%s\")".formatted(node(HERE, "activity", activity));
    }

    private static String id(String kind, int n) {
        return Fixture.id(HERE, kind, n).toString();
    }
}
