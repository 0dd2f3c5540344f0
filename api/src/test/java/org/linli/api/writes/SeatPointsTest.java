package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Activity 1 has one seat, which costs 30 points; residents 2 and 12 are the children of residents 1 and 11. */
class SeatPointsTest {
    private static final String ACTIVITY = node(HERE, "activity", 1);
    private static final String LEFT = "... on EnrolmentCancelled { pointsReturned movedUp { status } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("""
                update activity set status = 'ENROLLING', published_at = now(), capacity = 1, waitlist = 5, audience = 'EVERYBODY', points_cost = 30,
                       points_reward = 5, grid_id = null, community_id = '%s', street_id = '%s', cancel_reason = null,
                       starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id = '%s';
                delete from evaluation where district_id = :district and activity_id = '%3$s';
                delete from enrolment where district_id = :district and activity_id = '%3$s';
                delete from redemption where district_id = :district;
                delete from points_entry where district_id = :district;
                delete from points_lot where district_id = :district;
                delete from points_posting where district_id = :district;
                delete from points_account where district_id = :district;
                update resident set guardian_id = '%4$s', status = 'ACTIVE' where district_id = :district and id = '%5$s'
                """.formatted(
                        id(HERE, "community", 1),
                        id(HERE, "street", 1),
                        id(HERE, "activity", 1),
                        id(HERE, "resident", 11),
                        id(HERE, "resident", 12)));
    }

    @AfterEach
    void close() throws SQLException {
        assertThat(writes.asked("auditor", "{ trialBalance { balance entries } }")
                        .toString())
                .isEqualTo("{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\"}}");
        writes.close();
    }

    @Test
    void aSeatTakesPointsThatComeBackBeforeItBegins() {
        writes.refused("resident", "BALANCE_TOO_LOW", enrol());
        grant(1, 29);
        assertThat(writes.refused("resident", "BALANCE_TOO_LOW", enrol())
                        .path("message")
                        .asString())
                .startsWith("It takes 30 points, and there are only 29.");
        grant(1, 11);
        JsonNode seat = writes.done("resident", enrol(), "... on Enrolled { enrolment { id } }");
        assertThat(balances()).containsExactly("RESIDENT 10", "HOLD 30");
        assertThat(writes.asked(
                                "resident",
                                "{ pointsPostings(where: {kind: {eq: ENROLMENT}}) { nodes { status amount source { ... on Enrolment { id } } } } }")
                        .at("/pointsPostings/nodes/0")
                        .toString())
                .isEqualTo("{\"status\":\"HELD\",\"amount\":30,\"source\":{\"id\":\"%s\"}}"
                        .formatted(seat.at("/enrolment/id").asString()));
        assertThat(writes.done("resident", cancel(), LEFT)
                        .path("pointsReturned")
                        .asInt())
                .isEqualTo(30);
        assertThat(balances()).containsExactly("RESIDENT 40");
        writes.done("resident", enrol(), "");
        assertThat(balances()).containsExactly("RESIDENT 10", "HOLD 30");
    }

    @Test
    void aChildsSeatTakesItsOwnPoints() {
        grant(1, 100);
        writes.refused("resident", "BALANCE_TOO_LOW", enrolChild(2));
        grant(2, 30);
        writes.done("resident", enrolChild(2), "");
        assertThat(balances()).containsExactly("RESIDENT 100", "HOLD 30");
    }

    @Test
    void whoWaitsPaysWithTheSeatAndWhoCannotIsDropped() {
        grant(1, 30);
        grant(2, 30);
        writes.done("resident", enrol(), "");
        writes.done("another resident", enrol(), "");
        writes.done("resident", enrolChild(2), "");
        assertThat(balances()).containsExactly("RESIDENT 30", "HOLD 30");
        JsonNode left = writes.done("resident", cancel(), LEFT);
        assertThat(left.path("pointsReturned").asInt()).isEqualTo(30);
        assertThat(left.at("/movedUp/status").asString()).isEqualTo("CONFIRMED");
        assertThat(balances()).containsExactly("RESIDENT 30", "HOLD 30");
        assertThat(states(11)).containsExactly("WAITLISTED", "DROPPED");
        assertThat(states(2)).containsExactly("WAITLISTED", "CONFIRMED");
        writes.refused("another resident", "NOT_ENROLLED", cancel());
        assertThat(writes.done("another resident", enrol(), "... on Waitlisted { place }")
                        .path("place")
                        .asInt())
                .isEqualTo(1);
        writes.done(
                "resident",
                "cancelEnrolment(activity: \"%s\", child: \"%s\")".formatted(ACTIVITY, node(HERE, "resident", 2)),
                LEFT);
        assertThat(states(11)).containsExactly("WAITLISTED", "DROPPED", "WAITLISTED", "DROPPED");
        assertThat(balances()).containsExactly("RESIDENT 30", "RESIDENT 30");
    }

    @Test
    void theEndTakesThePointsOfAllSeatsAndRewardsWhoWasThere() {
        writes.sql("update activity set capacity = 2 where points_cost = 30 and district_id = :district");
        grant(1, 30);
        grant(11, 30);
        writes.done("resident", enrol(), "");
        writes.done("another resident", enrol(), "");
        writes.done("community worker", "startActivity(activity: \"%s\")".formatted(ACTIVITY), "");
        attend("resident");
        writes.done("community worker", "endActivity(activity: \"%s\")".formatted(ACTIVITY), "");
        assertThat(balances()).containsExactly("RESIDENT 5", "ACTIVITY 60");

        String posting = writes.asked(
                        "another resident", "{ pointsPostings(where: {kind: {eq: ENROLMENT}}) { nodes { id } } }")
                .at("/pointsPostings/nodes/0/id")
                .asString();
        writes.done("district officer", "reversePosting(posting: \"%s\", reason: \"示例\")".formatted(posting), "");
        assertThat(balances()).containsExactly("RESIDENT 5", "RESIDENT 30", "ACTIVITY 30");
    }

    @Test
    void whatIsCalledOffGivesAllPointsBack() {
        writes.sql("update activity set capacity = 3 where points_cost = 30 and district_id = :district");
        for (int resident : new int[] {1, 2, 11}) grant(resident, 30);
        writes.done("resident", enrol(), "");
        writes.done("resident", enrolChild(2), "");
        writes.done("another resident", enrol(), "");
        writes.done("community worker", "startActivity(activity: \"%s\")".formatted(ACTIVITY), "");
        attend("resident");
        assertThat(writes.done("another resident", cancel(), LEFT)
                        .path("pointsReturned")
                        .asInt())
                .isZero();
        assertThat(balances()).containsExactly("HOLD 30", "HOLD 30", "HOLD 30");
        writes.done("community worker", "cancelActivity(activity: \"%s\", reason: \"暴雨\")".formatted(ACTIVITY), "");
        assertThat(balances()).containsExactly("RESIDENT 30", "RESIDENT 30", "RESIDENT 30");
    }

    private void attend(String resident) {
        String code = writes.done(
                        resident,
                        "showCheckInCode(activity: \"%s\")".formatted(ACTIVITY),
                        "... on CheckInCode { value: code }")
                .path("value")
                .asString();
        writes.done("community worker", "checkIn(activity: \"%s\", code: \"%s\")".formatted(ACTIVITY, code), "");
    }

    private void grant(int resident, int points) {
        writes.done(
                "district officer",
                "grantPoints(resident: \"%s\", points: %d, reason: \"示例\")"
                        .formatted(node(HERE, "resident", resident), points),
                "");
    }

    /** All accounts but that from which points come. */
    private Iterable<String> balances() {
        return writes.rows("""
                select a.kind || ' ' || a.balance from points_account a
                 where a.district_id = :district and a.kind <> 'ISSUE' and a.balance <> 0 order by a.kind, a.balance, a.id
                """);
    }

    private Iterable<String> states(int resident) {
        return writes.rows("""
                select e.to_state from event e join enrolment x on x.district_id = :district and x.id = e.subject_id
                 where e.district_id = :district and x.resident_id = '%s' and x.activity_id = '%s' order by e.id
                """.formatted(id(HERE, "resident", resident), id(HERE, "activity", 1)));
    }

    private static String enrol() {
        return "enrol(activity: \"%s\")".formatted(ACTIVITY);
    }

    private static String enrolChild(int child) {
        return "enrol(activity: \"%s\", child: \"%s\")".formatted(ACTIVITY, node(HERE, "resident", child));
    }

    private static String cancel() {
        return "cancelEnrolment(activity: \"%s\")".formatted(ACTIVITY);
    }
}
