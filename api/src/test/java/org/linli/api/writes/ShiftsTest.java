package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/**
 * Project 2 teaches and is of street 1, the street officer's; project 1 is of street 2, project 3 of the district. Shift 1 is one of
 * project 2, goes on now and takes one volunteer.
 */
class ShiftsTest {
    private static final String SAVED =
            "... on SignUpSaved { signUp { id status version minutes history { nodes { event toState reason } } } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("""
                delete from file where district_id = :district and shift_outcome_id is not null;
                delete from shift_outcome where district_id = :district;
                delete from shift_sign_up where district_id = :district;
                update project set ends_on = null, street_id = '%s' where district_id = :district and id = '%s';
                update shift set starts_at = now() + interval '1 hour', ends_at = now() + interval '3 hours', capacity = 1
                 where district_id = :district and id = '%s';
                """.formatted(
                        Fixture.id(HERE, "street", 1), Fixture.id(HERE, "project", 2), Fixture.id(HERE, "shift", 1)));
        move(0);
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aShiftIsServedAndItsHoursVerifiedBySomebodyElse() {
        String id = id(writes.done("volunteer", on("signUpForShift"), SAVED));
        writes.refused("volunteer", "ALREADY_SIGNED_UP", on("signUpForShift"));
        writes.refused("serving member", "SHIFT_FULL", on("signUpForShift"));
        writes.refused("volunteer", "OUTSIDE_SHIFT", on("checkInShift"));
        writes.refused("volunteer", "TRANSITION_REFUSED", on("checkOutShift"));
        writes.refused("volunteer", "NOT_SIGNED_UP", outcome(1));
        move(-80);
        writes.refused("serving member", "SHIFT_BEGUN", on("signUpForShift"));
        writes.done("volunteer", on("checkInShift"), SAVED);
        writes.refused("volunteer", "TRANSITION_REFUSED", on("checkInShift"));
        JsonNode told = writes.done("volunteer", outcome(1), """
                ... on OutcomeRecorded { outcome { note shift { project { participations { nodes { volunteer { id } } } } } } }
                """);
        assertThat(told.findValuesAsString("note")).containsExactly("走访十户");
        // Came 40 minutes ago, which is 20 before the shift began; now it is ten minutes on.
        writes.sql("""
                update shift set starts_at = now() - interval '20 minutes', ends_at = now() + interval '1 hour'
                 where district_id = :district and id = '%s';
                update shift_sign_up set checked_in_at = now() - interval '40 minutes' where district_id = :district
                """.formatted(Fixture.id(HERE, "shift", 1)));
        JsonNode left = writes.done("volunteer", on("checkOutShift"), SAVED);
        assertThat(left.path("signUp").path("minutes").asInt()).isEqualTo(20);
        writes.refused("street officer", "VERSION_CONFLICT", verify(id, 2));
        JsonNode done = writes.done("street officer", verify(id, 3), SAVED);
        assertThat(done.findValuesAsString("toState"))
                .containsExactly("SIGNED_UP", "CHECKED_IN", "CHECKED_OUT", "HOURS_VERIFIED");
        writes.refused("street officer", "TRANSITION_REFUSED", verify(id, 4));
        assertThat(writes.done("street officer", reject(id, 4), SAVED).findValuesAsString("status"))
                .containsExactly("REJECTED");
        writes.refused("street officer", "TRANSITION_REFUSED", reject(id, 5));
    }

    @Test
    void aPartIsGivenUpUntilTheShiftBegins() {
        writes.refused("volunteer", "NOT_SIGNED_UP", on("cancelSignUp"));
        String id = id(writes.done("volunteer", on("signUpForShift"), SAVED));
        writes.refused("serving member", "SHIFT_FULL", on("signUpForShift"));
        writes.done("volunteer", on("cancelSignUp"), SAVED);
        writes.refused("volunteer", "TRANSITION_REFUSED", on("cancelSignUp"));
        writes.refused("volunteer", "NOT_SIGNED_UP", outcome(1));
        writes.refused("volunteer", "NOT_FOUND", "cancelSignUp(shift: \"%s\")".formatted(node(THERE, "shift", 1)));
        writes.done("serving member", on("signUpForShift"), SAVED);
        writes.refused("volunteer", "SHIFT_FULL", on("signUpForShift"));
        writes.done("serving member", on("cancelSignUp"), SAVED);
        move(-40);
        JsonNode again = writes.done("volunteer", on("signUpForShift"), SAVED);
        assertThat(id(again)).isEqualTo(id);
        writes.done("volunteer", on("checkInShift"), SAVED);
        JsonNode left = writes.done("volunteer", on("cancelSignUp"), SAVED);
        assertThat(left.findValuesAsString("toState"))
                .containsExactly("SIGNED_UP", "CANCELLED", "SIGNED_UP", "CHECKED_IN", "CANCELLED");
        writes.done("volunteer", on("signUpForShift"), SAVED);
        move(-60);
        writes.refused("volunteer", "SHIFT_BEGUN", on("cancelSignUp"));
    }

    @Test
    void whoServesInAShiftThatIsCalledOffFindsWhy() {
        String id = id(writes.done("volunteer", on("signUpForShift"), SAVED));
        writes.fails("volunteer", "FORBIDDEN", callOff(1, 1));
        writes.refused("street officer", "VERSION_CONFLICT", callOff(1, 2));
        writes.refused("street officer", "OUT_OF_DUTY", callOff(2, 1));
        writes.refused("street officer", "NOT_FOUND", callOff(99, 1));
        move(-60);
        writes.refused("street officer", "SHIFT_BEGUN", callOff(1, 1));
        move(0);
        JsonNode done = writes.done("street officer", callOff(1, 1), """
                ... on ShiftSaved { shift { version cancelReason signUpCount history { nodes { event reason } } } }
                """);
        assertThat(done.path("shift").toString())
                .isEqualTo("{\"version\":2,\"cancelReason\":\"暴雨\",\"signUpCount\":0,\"history\":{\"nodes\":"
                        + "[{\"event\":\"SHIFT_CALLED_OFF\",\"reason\":\"暴雨\"}]}}");
        assertThat(writes.asked(
                                "volunteer",
                                "{ node(id: \"%s\") { ... on ShiftSignUp { status history { nodes { toState reason } } } } }"
                                        .formatted(id))
                        .at("/node")
                        .toString())
                .isEqualTo(
                        "{\"status\":\"CANCELLED\",\"history\":{\"nodes\":[{\"toState\":\"SIGNED_UP\",\"reason\":null},"
                                + "{\"toState\":\"CANCELLED\",\"reason\":\"暴雨\"}]}}");
        assertThat(writes.refused("serving member", "SHIFT_CANCELLED", on("signUpForShift"))
                        .path("message")
                        .asString())
                .contains("暴雨");
        writes.refused("street officer", "SHIFT_CANCELLED", callOff(1, 2));
        writes.refused("street officer", "SHIFT_CANCELLED", teach(1, 2, 5));
        writes.sql("update project set ends_on = '2025-02-01' where district_id = :district");
        writes.refused("street officer", "PROJECT_OVER", callOff(1, 2));
    }

    @Test
    void verifiedHoursEarnPointsOnceAndRejectedOnesLoseThem() {
        writes.sql("""
                update project set points_per_hour = 10 where district_id = :district;
                update volunteer set resident_id = '%s' where district_id = :district and id = '%s'
                """.formatted(Fixture.id(HERE, "resident", 9), Fixture.id(HERE, "volunteer", 1)));
        String id = served();
        writes.sql("update shift_sign_up set minutes = 95 where district_id = :district");
        JsonNode done = writes.done("street officer", verify(id, 3), SAVED);
        assertThat(done.findValuesAsString("toState"))
                .containsExactly("SIGNED_UP", "CHECKED_IN", "CHECKED_OUT", "HOURS_VERIFIED", "REWARDED");
        assertThat(earned()).containsExactly("15");
        writes.refused("street officer", "TRANSITION_REFUSED", verify(id, 4));
        assertThat(writes.asked(
                                "district officer",
                                "{ pointsPostings(where: {kind: {eq: REWARD}}, first: 100) { nodes { source { ... on ShiftSignUp { id } } } } }")
                        .findValuesAsString("id"))
                .contains(id);
        writes.sql("update points_lot set remaining = 3 where district_id = :district and amount = 15");
        writes.refused("street officer", "BALANCE_TOO_LOW", reject(id, 4));
        writes.sql("update points_lot set remaining = 15 where district_id = :district and amount = 15");
        writes.done("street officer", reject(id, 4), SAVED);
        assertThat(earned()).containsExactly("0");
    }

    private List<String> earned() {
        return writes.rows("""
                select balance from points_account where district_id = :district and kind = 'RESIDENT' and owner_id = '%s'
                """.formatted(Fixture.id(HERE, "resident", 9)));
    }

    private static String callOff(int shift, int version) {
        return "cancelShift(shift: \"%s\", expectedVersion: %d, reason: \"暴雨\")"
                .formatted(node(HERE, "shift", shift), version);
    }

    @Test
    void hoursThatDoNotCountAreRejectedWithAReason() {
        String id = served();
        writes.refused("community worker", "NOT_FOUND", reject(id, 3));
        writes.refused("street officer", "VERSION_CONFLICT", reject(id, 2));
        assertThat(writes.done("street officer", reject(id, 3), SAVED).findValuesAsString("reason"))
                .containsExactly("", "", "", "未到岗");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verifyHours", "rejectHours"})
    void nobodyJudgesTheOwnHours(String step) {
        String id = served();
        String judge = step.equals("verifyHours") ? verify(id, 3) : reject(id, 3);
        writes.refused("community worker", "NOT_FOUND", judge);
        writes.fails("volunteer", "FORBIDDEN", judge);
        writes.sql("update volunteer set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "account", 3), Fixture.id(HERE, "volunteer", 1)));
        writes.refused("street officer", "OWN_WORK", judge);
        writes.sql("""
                update volunteer set subject = null, resident_id = '%s' where district_id = :district and id = '%s';
                update resident set subject = '%s' where district_id = :district and id = '%1$s'
                """.formatted(
                Fixture.id(HERE, "resident", 1), Fixture.id(HERE, "volunteer", 1), Fixture.id(HERE, "account", 3)));
        writes.refused("street officer", "OWN_WORK", judge);
        writes.done("district officer", judge, "");
    }

    @Test
    void whoWasAcceptedServesFromTheFirstCheckInOn() {
        writes.done("serving member", on("signUpForShift"), "");
        move(-80);
        writes.done("serving member", on("checkInShift"), "");
        assertThat(writes.asked(
                                "serving member",
                                "{ me { servingMember { status history { nodes { fromState toState } } } } }")
                        .toString())
                .isEqualTo("{\"me\":{\"servingMember\":{\"status\":\"ACTIVE\",\"history\":{\"nodes\":"
                        + "[{\"fromState\":\"COMMUNITY_ACCEPTED\",\"toState\":\"ACTIVE\"}]}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkInShift", "checkOutShift", "recordOutcome"})
    void whoHasNotSignedUpHasNoPart(String step) {
        writes.refused("volunteer", "NOT_SIGNED_UP", step.equals("recordOutcome") ? outcome(1) : on(step));
        writes.fails("resident", "FORBIDDEN", step.equals("recordOutcome") ? outcome(1) : on(step));
        String absent = "%s(shift: \"%s\"%s)"
                .formatted(step, node(THERE, "shift", 1), step.equals("recordOutcome") ? ", note: \"x\"" : "");
        writes.refused("volunteer", "NOT_FOUND", absent);
        writes.refused("volunteer", "NOT_FOUND", "signUpForShift(shift: \"%s\")".formatted(node(THERE, "shift", 1)));
    }

    @Test
    void othersSeeHowManyServeAndNotWho() {
        writes.done("serving member", on("signUpForShift"), "");
        String document =
                "{ shift(id: \"%s\") { signUpCount signUps { nodes { id } } } }".formatted(node(HERE, "shift", 1));
        assertThat(writes.asked("volunteer", document).toString())
                .isEqualTo("{\"shift\":{\"signUpCount\":1,\"signUps\":{\"nodes\":[]}}}");
    }

    @Test
    void aProjectIsOpenedAndClosed() {
        String open = "openProject(input: { code: \"%s\" title: \"河道清洁\" kind: ORDER startsOn: \"2025-01-01\" %s })";
        String street = "street: \"%s\"".formatted(node(HERE, "street", 1));
        JsonNode done = writes.done("street officer", open.formatted("HD-1", street), """
                ... on ProjectSaved { project { id title endsOn version street { name } history { nodes { event } } } }
                """);
        String id = done.path("project").path("id").asString();
        assertThat(done.path("project").path("history").toString())
                .isEqualTo("{\"nodes\":[{\"event\":\"PROJECT_CHANGED\"}]}");
        assertThat(writes.refused("street officer", "CODE_TAKEN", open.formatted("HD-1", street))
                        .path("message")
                        .asString())
                .contains("HD-1");
        writes.refused("street officer", "CODE_MALFORMED", open.formatted("hd", street));
        writes.refused("street officer", "PROJECT_UNFIT", open.formatted("HD-2", street + " endsOn: \"2025-01-01\""));
        writes.refused("street officer", "PROJECT_UNFIT", open.formatted("HD-2", street + " pointsPerHour: 1001"));
        writes.refused("street officer", "OUT_OF_DUTY", open.formatted("HD-2", ""));
        writes.refused(
                "street officer",
                "NOT_FOUND",
                open.formatted("HD-2", "street: \"%s\"".formatted(node(THERE, "street", 1))));
        writes.fails("volunteer", "FORBIDDEN", open.formatted("HD-2", street));

        String join = "joinProject(project: \"%s\", unit: \"%s\")";
        JsonNode joined = writes.done("unit contact", join.formatted(id, node(HERE, "unit", 1)), """
                ... on ProjectSaved { project { units { nodes { unit { id } } } } }
                """);
        assertThat(joined.findValuesAsString("id")).containsExactly(node(HERE, "unit", 1));
        writes.refused("unit contact", "UNIT_TAKES_PART", join.formatted(id, node(HERE, "unit", 1)));
        writes.refused("unit contact", "NOT_FOUND", join.formatted(id, node(HERE, "unit", 2)));
        writes.refused("unit contact", "NOT_FOUND", join.formatted(node(THERE, "project", 1), node(HERE, "unit", 1)));
        writes.refused("unit contact", "PROJECT_OVER", join.formatted(node(HERE, "project", 1), node(HERE, "unit", 1)));
        writes.fails("street officer", "FORBIDDEN", join.formatted(id, node(HERE, "unit", 1)));

        String close = "closeProject(project: \"%s\", expectedVersion: %d)";
        writes.refused("street officer", "VERSION_CONFLICT", close.formatted(id, 2));
        writes.done("street officer", close.formatted(id, 1), "");
        writes.sql("update project set ends_on = '2025-02-01' where district_id = :district and code = 'HD-1'");
        writes.refused("street officer", "PROJECT_OVER", close.formatted(id, 2));
        writes.refused("street officer", "OUT_OF_DUTY", close.formatted(node(HERE, "project", 3), 1));
        writes.refused("street officer", "NOT_FOUND", close.formatted(node(THERE, "project", 1), 1));
    }

    @Test
    void aShiftIsOpenedInItsProject() {
        JsonNode done = writes.done("street officer", shift(2, ""), """
                ... on ShiftSaved { shift { mode place capacity project { id } history { nodes { event } } } }
                """);
        assertThat(done.path("shift").path("project").path("id").asString()).isEqualTo(node(HERE, "project", 2));
        assertThat(done.findValuesAsString("event")).containsExactly("SHIFT_CHANGED");
        writes.refused("street officer", "OUT_OF_DUTY", shift(3, ""));
        writes.refused("street officer", "NOT_FOUND", shift(99, ""));
        writes.sql("update project set ends_on = '2025-02-01' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "project", 2)));
        writes.refused("street officer", "PROJECT_OVER", shift(2, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "startsAt, 'startsAt: \"2024-05-01T00:00:00Z\"'",
        "endsAt, 'endsAt: \"2099-01-01T00:00:00Z\"'",
        "endsAt, 'endsAt: \"2099-01-02T00:00:01Z\"'",
        "capacity, capacity: 10001"
    })
    void whatContradictsItselfIsUnfit(String argument, String said) {
        assertThat(writes.refused("street officer", "SHIFT_UNFIT", shift(2, said))
                        .path("message")
                        .asString())
                .startsWith("\"" + argument + "\" does not fit");
    }

    @Test
    void aTeacherIsNamedWhereSomethingIsTaught() {
        JsonNode done = writes.done("street officer", teach(1, 1, 5), """
                ... on ShiftSaved { shift { version teacher { id } project { participantCount } } }
                """);
        assertThat(done.path("shift").path("teacher").path("id").asString()).isEqualTo(node(HERE, "volunteer", 5));
        assertThat(writes.rows("""
                        select count(*) from participation where district_id = :district and project_id = '%s' and volunteer_id = '%s'
                        """.formatted(Fixture.id(HERE, "project", 2), Fixture.id(HERE, "volunteer", 5))))
                .containsExactly("1");
        writes.refused("street officer", "VERSION_CONFLICT", teach(1, 1, 6));
        writes.refused("street officer", "NOT_FOUND", teach(1, 2, 99));
        writes.refused("district officer", "NOT_FOUND", teach(99, 2, 5));
        // Shift 2 is one of project 3.
        writes.refused("street officer", "OUT_OF_DUTY", teach(2, 1, 5));
        writes.sql("update project set ends_on = null where district_id = :district");
        writes.refused("district officer", "NOTHING_TAUGHT", teach(2, 1, 5));
        writes.sql("update project set ends_on = '2025-02-01' where district_id = :district");
        writes.refused("district officer", "PROJECT_OVER", teach(1, 2, 5));
    }

    /** Shift 1 begins in an hour, so many minutes later. */
    private void move(int minutes) {
        writes.sql("""
                update shift set starts_at = now() + (60 + %d) * interval '1 minute', ends_at = now() + (180 + %1$d) * interval '1 minute'
                 where district_id = :district and id = '%s'
                """.formatted(minutes, Fixture.id(HERE, "shift", 1)));
    }

    /** What volunteer 1 has served in shift 1; the volunteer is of community 2. */
    private String served() {
        String id = id(writes.done("volunteer", on("signUpForShift"), SAVED));
        move(-80);
        writes.done("volunteer", on("checkInShift"), "");
        writes.done("volunteer", on("checkOutShift"), "");
        return id;
    }

    private static String id(JsonNode saved) {
        return saved.path("signUp").path("id").asString();
    }

    private static String on(String mutation) {
        return "%s(shift: \"%s\")".formatted(mutation, node(HERE, "shift", 1));
    }

    private static String outcome(int shift) {
        return "recordOutcome(shift: \"%s\", note: \"走访十户\")".formatted(node(HERE, "shift", shift));
    }

    private static String verify(String id, int version) {
        return "verifyHours(signUp: \"%s\", expectedVersion: %d)".formatted(id, version);
    }

    private static String reject(String id, int version) {
        return "rejectHours(signUp: \"%s\", expectedVersion: %d, reason: \"未到岗\")".formatted(id, version);
    }

    private static String teach(int shift, int version, int volunteer) {
        return "assignTeacher(shift: \"%s\", expectedVersion: %d, volunteer: \"%s\")"
                .formatted(node(HERE, "shift", shift), version, node(HERE, "volunteer", volunteer));
    }

    /** A whole input in which this is said otherwise. */
    private static String shift(int project, String said) {
        StringBuilder input = new StringBuilder("mode: OFFLINE place: \"广场\" " + said);
        for (String usual :
                List.of("startsAt: \"2099-01-01T00:00:00Z\"", "endsAt: \"2099-01-01T02:00:00Z\"", "capacity: 3"))
            if (!said.startsWith(usual.substring(0, usual.indexOf(':') + 1)))
                input.append(' ').append(usual);
        return "openShift(project: \"%s\", input: { %s })".formatted(node(HERE, "project", project), input);
    }
}
