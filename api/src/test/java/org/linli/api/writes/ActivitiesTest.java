package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/**
 * An activity from draft to archive. The grid worker has grid 1, the community worker the community around it, the street officer the
 * street around that one; all of them see what is not yet published there.
 */
class ActivitiesTest {
    private static final String SAVED = "... on ActivitySaved { activity { id status version } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void anActivityGoesFromDraftToArchive() {
        String id = created("grid worker", 1);
        writes.done("grid worker", "submitActivity(activity: \"%s\")".formatted(id), SAVED);
        writes.done("street officer", "approveActivity(activity: \"%s\", expectedVersion: 2)".formatted(id), SAVED);
        for (String step : new String[] {"publishActivity", "openEnrolment"})
            writes.done("grid worker", step + "(activity: \"%s\")".formatted(id), SAVED);
        writes.done("resident", "enrol(activity: \"%s\")".formatted(id), "");
        writes.done("another resident", "enrol(activity: \"%s\")".formatted(id), "");
        writes.refused("resident", "CHECK_IN_CLOSED", "showCheckInCode(activity: \"%s\")".formatted(id));
        writes.refused("grid worker", "CHECK_IN_CLOSED", "checkIn(activity: \"%s\", code: \"X\")".formatted(id));
        writes.done("grid worker", "startActivity(activity: \"%s\")".formatted(id), SAVED);

        String code = code("resident", id);
        writes.refused("grid worker", "CODE_UNKNOWN", checkIn(id, "22222222"));
        writes.refused("district officer there", "NOT_FOUND", checkIn(id, code));
        assertThat(writes.done("community worker", checkIn(id, code), "... on CheckedIn { enrolment { status } }")
                        .findValuesAsString("status"))
                .containsExactly("ATTENDED");
        writes.refused("grid worker", "ALREADY_CHECKED_IN", checkIn(id, code));
        writes.refused("resident", "NO_SEAT", "showCheckInCode(activity: \"%s\")".formatted(id));

        String balance = "{ me { resident { pointsAccounts(where: {kind: {eq: RESIDENT}}) { nodes { balance } } } } }";
        int before = writes.asked("resident", balance).findValuesAsString("balance").stream()
                .mapToInt(Integer::parseInt)
                .sum();
        writes.done("grid worker", "endActivity(activity: \"%s\")".formatted(id), SAVED);
        assertThat(writes.asked("resident", balance).findValuesAsString("balance"))
                .containsExactly(String.valueOf(before + 50));
        writes.done("grid worker", "reportActivity(activity: \"%s\", text: \"一切顺利\")".formatted(id), "");
        JsonNode done = writes.done(
                "grid worker",
                "archiveActivity(activity: \"%s\")".formatted(id),
                "... on ActivitySaved { activity { status report { text attended noShows } history { nodes { toState } } } }");
        assertThat(done.path("activity").path("report").toString())
                .isEqualTo("{\"text\":\"一切顺利\",\"attended\":1,\"noShows\":1}");
        assertThat(done.findValuesAsString("toState"))
                .containsExactly(
                        "DRAFT",
                        "SUBMITTED",
                        "APPROVED",
                        "PUBLISHED",
                        "ENROLLING",
                        "RUNNING",
                        "ENDED",
                        "REPORTED",
                        "ARCHIVED");

        String rate = "rateActivity(activity: \"%s\", score: 5, comment: \"好\")".formatted(id);
        assertThat(writes.done("resident", rate, "... on ActivityRated { evaluation { score comment } }")
                        .path("evaluation")
                        .toString())
                .isEqualTo("{\"score\":5,\"comment\":\"好\"}");
        writes.refused("resident", "ALREADY_RATED", rate);
        writes.refused("another resident", "NOT_ATTENDED", rate);
        writes.refused("resident", "SCORE_OUT_OF_RANGE", "rateActivity(activity: \"%s\", score: 6)".formatted(id));
    }

    @Test
    void whatWasSentBackIsMendedAndHandedInAgain() {
        String id = created("community worker", 1);
        writes.done("community worker", "submitActivity(activity: \"%s\")".formatted(id), "");
        String back = "returnActivity(activity: \"%s\", expectedVersion: %d, reason: \"场地？\")";
        assertThat(writes.refused("street officer", "VERSION_CONFLICT", back.formatted(id, 1))
                        .path("message")
                        .asString())
                .contains("version 2");
        writes.refused("community worker", "TRANSITION_REFUSED", change(id, 2, 1, ""));
        writes.done("street officer", back.formatted(id, 2), "");
        writes.refused("community worker", "VERSION_CONFLICT", change(id, 2, 1, ""));
        JsonNode changed = writes.done("community worker", change(id, 3, 1, ""), SAVED);
        assertThat(changed.findValuesAsString("version")).containsExactly("4");
        writes.done("community worker", "submitActivity(activity: \"%s\")".formatted(id), "");
        writes.done("street officer", "approveActivity(activity: \"%s\", expectedVersion: 5)".formatted(id), "");
        assertThat(writes.rows("select reason from event where district_id = :district and reason is not null"))
                .containsExactly("场地？");
    }

    @Test
    void nobodyApprovesTheOwn() {
        String id = created("street officer", 1);
        writes.done("grid worker", "submitActivity(activity: \"%s\")".formatted(id), "");
        writes.refused(
                "street officer", "OWN_WORK", "approveActivity(activity: \"%s\", expectedVersion: 2)".formatted(id));
        writes.refused(
                "street officer",
                "OWN_WORK",
                "returnActivity(activity: \"%s\", expectedVersion: 2, reason: \"x\")".formatted(id));
        writes.done("district officer", "approveActivity(activity: \"%s\", expectedVersion: 2)".formatted(id), "");
    }

    @Test
    void nobodyChecksInOrRatesTheOwn() {
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id = '"
                + Fixture.id(HERE, "grid", 5) + "'");
        String id = created("worker and resident", 5);
        writes.sql(
                "update activity set status = 'RUNNING', published_at = now() where district_id = :district and id = '"
                        + uuid(id) + "'");
        writes.sql("""
                update resident set subject = null where district_id = :district and id = '%s';
                update resident set subject = '%s' where district_id = :district and id = '%1$s';
                insert into enrolment (district_id, activity_id, resident_id, status) values (:district, '%s', '%1$s', 'CONFIRMED')
                """.formatted(Fixture.id(HERE, "resident", 11), Fixture.id(HERE, "account", 40), uuid(id)));
        writes.refused("worker and resident", "OWN_WORK", checkIn(id, code("worker and resident", id)));
        writes.refused("worker and resident", "OWN_WORK", "rateActivity(activity: \"%s\", score: 1)".formatted(id));
    }

    @Test
    void anOldCodeNoLongerWorks() {
        String id = node(HERE, "activity", 1);
        writes.sql("""
                update activity set status = 'RUNNING', published_at = now(), grid_id = null, community_id = '%s', street_id = '%s',
                       cancel_reason = null
                 where district_id = :district and id = '%s';
                delete from evaluation where district_id = :district and activity_id = '%3$s';
                delete from enrolment where district_id = :district and activity_id = '%3$s';
                insert into enrolment (district_id, activity_id, resident_id, status) values (:district, '%3$s', '%s', 'CONFIRMED')
                """.formatted(
                        Fixture.id(HERE, "community", 1),
                        Fixture.id(HERE, "street", 1),
                        Fixture.id(HERE, "activity", 1),
                        Fixture.id(HERE, "resident", 1)));
        String first = code("resident", id);
        String second = code("resident", id);
        writes.refused("community worker", "CODE_UNKNOWN", checkIn(id, first));
        writes.refused("grid worker", "OUT_OF_DUTY", checkIn(id, second));
        writes.sql(
                "update enrolment set check_in_until = now() where district_id = :district and check_in_hash is not null");
        writes.refused("community worker", "CODE_EXPIRED", checkIn(id, second));
        writes.done("community worker", checkIn(id, code("resident", id)), "");
    }

    @Test
    void whoGaveUpTheSeatHasNothingToShow() {
        String id = created("grid worker", 1);
        writes.sql("""
                update activity set status = 'RUNNING', published_at = now() where district_id = :district and id = '%s';
                insert into enrolment (district_id, activity_id, resident_id, status) values (:district, '%1$s', '%s', 'CONFIRMED')
                """.formatted(uuid(id), Fixture.id(HERE, "resident", 1)));
        String code = code("resident", id);
        writes.done("resident", "cancelEnrolment(activity: \"%s\")".formatted(id), "");
        writes.refused("grid worker", "CODE_UNKNOWN", checkIn(id, code));
    }

    @Test
    void whoEnrolledFindsWhyItWasCalledOff() {
        String id = created("grid worker", 1);
        writes.sql(
                "update activity set status = 'ENROLLING', published_at = now() where district_id = :district and id = '"
                        + uuid(id) + "'");
        writes.done("resident", "enrol(activity: \"%s\")".formatted(id), "");
        writes.done("grid worker", "cancelActivity(activity: \"%s\", reason: \"暴雨\")".formatted(id), SAVED);
        assertThat(writes.asked(
                                "resident",
                                "{ activity(id: \"%s\") { cancelReason enrolments { nodes { status } } } }"
                                        .formatted(id))
                        .toString())
                .isEqualTo(
                        "{\"activity\":{\"cancelReason\":\"暴雨\",\"enrolments\":{\"nodes\":[{\"status\":\"CANCELLED\"}]}}}");
        assertThat(writes.refused(
                                "grid worker",
                                "TRANSITION_REFUSED",
                                "cancelActivity(activity: \"%s\", reason: \"x\")".formatted(id))
                        .path("message")
                        .asString())
                .startsWith("From CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submitActivity",
                "publishActivity",
                "openEnrolment",
                "startActivity",
                "endActivity",
                "archiveActivity",
                "cancelActivity",
                "reportActivity",
                "approveActivity",
                "returnActivity"
            })
    void aStepThatDoesNotFollowIsRefused(String step) {
        String more = more(step, 1);
        // Of these two nothing follows, and one of them is public.
        writes.sql("""
                update activity set status = 'ARCHIVED', published_at = now(), version = 1, community_id = '%s', street_id = '%s', grid_id = null
                 where district_id = :district and id = '%s'
                """.formatted(
                Fixture.id(HERE, "community", 1), Fixture.id(HERE, "street", 1), Fixture.id(HERE, "activity", 1)));
        writes.refused(
                "street officer",
                "TRANSITION_REFUSED",
                step + "(activity: \"%s\"%s)".formatted(node(HERE, "activity", 1), more));
        writes.sql(
                "update activity set community_id = '%s', street_id = '%s' where district_id = :district and id = '%s'"
                        .formatted(
                                Fixture.id(HERE, "community", 3),
                                Fixture.id(HERE, "street", 2),
                                Fixture.id(HERE, "activity", 1)));
        writes.refused(
                "street officer",
                "OUT_OF_DUTY",
                step + "(activity: \"%s\"%s)".formatted(node(HERE, "activity", 1), more));
        writes.sql(
                "update activity set published_at = null, status = 'DRAFT' where district_id = :district and id = '%s'"
                        .formatted(Fixture.id(HERE, "activity", 1)));
        writes.refused(
                "street officer",
                "NOT_FOUND",
                step + "(activity: \"%s\"%s)".formatted(node(HERE, "activity", 1), more));
        writes.fails("resident", "FORBIDDEN", step + "(activity: \"%s\"%s)".formatted(node(HERE, "activity", 1), more));
    }

    private static String more(String step, int version) {
        return switch (step) {
            case "cancelActivity" -> ", reason: \"x\"";
            case "reportActivity" -> ", text: \"x\"";
            case "approveActivity" -> ", expectedVersion: " + version;
            case "returnActivity" -> ", expectedVersion: " + version + ", reason: \"x\"";
            default -> "";
        };
    }

    @Test
    void aVersionThatWasNotReadIsNotApproved() {
        String id = created("grid worker", 1);
        writes.done("grid worker", "submitActivity(activity: \"%s\")".formatted(id), "");
        writes.refused(
                "street officer",
                "VERSION_CONFLICT",
                "approveActivity(activity: \"%s\", expectedVersion: 1)".formatted(id));
    }

    @ParameterizedTest
    @CsvSource({
        "startsAt, 'startsAt: \"2024-01-01T00:00:00Z\"'",
        "endsAt, 'endsAt: \"2099-01-01T10:00:00Z\"'",
        "enrolUntil, 'enrolUntil: \"2099-01-01T10:00:01Z\"'",
        "enrolUntil, 'enrolUntil: \"2024-01-01T00:00:00Z\"'",
        "capacity, capacity: 100001",
        "waitlist, waitlist: 1",
        "pointsCost, pointsCost: 10001",
        "pointsReward, pointsReward: 10001"
    })
    void whatContradictsItselfIsUnfit(String argument, String said) {
        assertThat(writes.refused("grid worker", "ACTIVITY_UNFIT", create(1, said))
                        .path("message")
                        .asString())
                .startsWith("\"" + argument + "\" does not fit");
        String id = created("grid worker", 1);
        writes.refused("grid worker", "ACTIVITY_UNFIT", change(id, 1, 1, said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title: \"  \"", "title: \"a\\u0007b\"", "title: \"a\\nb\"", "summary: \"a\\u0000b\""})
    void aTextThatCannotBeTakenIsAnError(String said) {
        writes.fails("grid worker", "INVALID_TEXT", create(1, said));
        writes.fails("grid worker", "INVALID_TEXT", create(1, "venue: \"" + "长".repeat(121) + "\""));
    }

    @Test
    void nobodyWritesForAPlaceOutsideTheDuty() {
        writes.refused("grid worker", "OUT_OF_DUTY", create(6, ""));
        writes.refused("street officer", "OUT_OF_DUTY", create(6, ""));
        writes.refused("district officer", "GRID_NOT_ACTIVE", create(5, ""));
        writes.refused("street officer", "OUT_OF_DUTY", create(0, ""));
        writes.refused("district officer", "NOT_FOUND", create(0, "place: \"%s\"".formatted(node(THERE, "grid", 1))));
        writes.done("street officer", create(0, "place: \"%s\"".formatted(node(HERE, "street", 1))), SAVED);
        writes.done("district officer", create(0, ""), SAVED);
        String id = created("grid worker", 1);
        writes.refused("grid worker", "OUT_OF_DUTY", change(id, 1, 6, ""));
        writes.refused("grid worker", "GRID_NOT_ACTIVE", change(id, 1, 5, ""));
        writes.refused("district officer", "NOT_FOUND", change(node(THERE, "activity", 1), 1, 1, ""));
        writes.refused("resident", "NOT_FOUND", "showCheckInCode(activity: \"%s\")".formatted(id));
        writes.refused("resident", "NOT_FOUND", "rateActivity(activity: \"%s\", score: 1)".formatted(id));
    }

    private String created(String caller, int grid) {
        return writes.done(caller, create(grid, ""), SAVED)
                .path("activity")
                .path("id")
                .asString();
    }

    private static String create(int grid, String said) {
        return "createActivity(input: " + input(grid, said) + ")";
    }

    private static String change(String id, int version, int grid, String said) {
        return "changeActivity(activity: \"%s\", expectedVersion: %d, input: %s)"
                .formatted(id, version, input(grid, said));
    }

    /** A whole input in which this is said otherwise. */
    private static String input(int grid, String said) {
        StringBuilder input = new StringBuilder("{ kind: LECTURE host: \"示例社区\" " + said);
        String[] usual = {
            "title: \"防诈骗讲座\"",
            "venue: \"活动室\"",
            "startsAt: \"2099-01-01T10:00:00Z\"",
            "endsAt: \"2099-01-01T12:00:00Z\"",
            "pointsReward: 50",
            "place: \"" + node(HERE, "grid", grid) + "\""
        };
        for (String each : usual) {
            boolean place = each.startsWith("place");
            if (!said.startsWith(each.substring(0, each.indexOf(':') + 1)) && !(place && grid == 0))
                input.append(' ').append(each);
        }
        return input.append(" }").toString();
    }

    private String code(String caller, String activity) {
        return writes.done(
                        caller,
                        "showCheckInCode(activity: \"%s\")".formatted(activity),
                        "... on CheckInCode { value: code }")
                .path("value")
                .asString();
    }

    private static String checkIn(String activity, String code) {
        return "checkIn(activity: \"%s\", code: \"%s\")".formatted(activity, code);
    }

    private static String uuid(String id) {
        return id.substring(id.indexOf('_') + 1);
    }
}
