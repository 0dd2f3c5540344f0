package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/** Account 99 belongs to no district. */
class JoinTest {
    private static final String NEWCOMER = "account without district";
    private static final String JOINED =
            "... on DistrictJoined { resident { id name phone status grid { code } history { nodes { event } } } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id = '"
                + Fixture.id(HERE, "grid", 1) + "'");
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void anAccountJoinsAndSeesItself() {
        JsonNode done = writes.done(writes.caller(NEWCOMER), join(), JOINED, "join-once");
        assertThat(done.path("resident").path("phone").asString()).isEqualTo("11100000009");
        assertThat(done.path("resident").path("status").asString()).isEqualTo("REGISTERED");
        assertThat(done.findValuesAsString("event")).containsExactly("RESIDENT_RECORDED");
        assertThat(writes.rows("select kind || ' ' || payload from job where district_id = :district"))
                .containsExactly("member {\"subject\":\"" + Fixture.id(HERE, "account", 99) + "\"}");
        // The same request again finds what was done, and the caller is somebody by now.
        assertThat(writes.done(writes.caller(NEWCOMER), join(), JOINED, "join-once"))
                .isEqualTo(done);
        assertThat(writes.refused(NEWCOMER, "ALREADY_RESIDENT", join())
                        .path("message")
                        .asString())
                .contains("already");
        assertThat(writes.rows("select count(*)::text from job where district_id = :district"))
                .containsExactly("1");
    }

    @Test
    void whoIsSuspendedDoesNotJoinAnew() {
        once("SUSPENDED");
        writes.refused(NEWCOMER, "ALREADY_RESIDENT", join());
    }

    @Test
    void whoHasMovedOutComesBackToTheOwnRecord() {
        once("MOVED_OUT");
        JsonNode done = writes.done(
                NEWCOMER,
                join(),
                "... on DistrictJoined { resident { id phone status verifyBy grid { code } history { nodes { event fromState toState } } } }");
        JsonNode back = done.path("resident");
        assertThat(back.path("id").asString()).isEqualTo(node(HERE, "resident", 10));
        assertThat(back.path("phone").asString()).isEqualTo("11100000009");
        assertThat(back.path("status").asString()).isEqualTo("REGISTERED");
        assertThat(back.path("verifyBy").isNull()).isFalse();
        assertThat(back.path("grid").path("code").asString()).isEqualTo("G1");
        assertThat(done.findValuesAsString("event"))
                .containsExactlyInAnyOrder("RESIDENT_REGROUPED", "RESIDENT_STATUS_MOVED");
        assertThat(writes.rows("select kind || ' ' || payload from job where district_id = :district"))
                .containsExactly("member {\"subject\":\"" + Fixture.id(HERE, "account", 99) + "\"}");
        writes.refused(NEWCOMER, "ALREADY_RESIDENT", join());
    }

    /** The account was resident 10 before. */
    private void once(String status) {
        writes.sql("update resident set status = '%s', subject = '%s' where district_id = :district and id = '%s'"
                .formatted(status, Fixture.id(HERE, "account", 99), Fixture.id(HERE, "resident", 10)));
    }

    /** Which other district it is is nobody's business here. */
    @Test
    void anAccountBelongsToOneDistrictAtATime() {
        writes.sql("insert into membership (subject, district_id) values ('%s', '%s')"
                .formatted(Fixture.id(HERE, "account", 99), THERE.id()));
        assertThat(writes.refused(NEWCOMER, "MEMBER_ELSEWHERE", join())
                        .path("message")
                        .asString())
                .doesNotContain(THERE.code(), THERE.name());
        writes.sql("update membership set district_id = null");
        writes.done(NEWCOMER, join(), "");
    }

    /** Who does not tell the age cannot be held to it. */
    @Test
    void nobodyJoinsWithoutADayOfBirth() {
        String silent = "mutation { " + join().replace("birthDate: \"1990-01-01\",", "") + " { __typename } }";
        assertThat(writes.served()
                        .ask(writes.caller(NEWCOMER), silent, Map.of())
                        .problems())
                .singleElement()
                .extracting(Answer.Problem::code)
                .asString()
                .contains("birthDate");
    }

    @Test
    void whatCannotBeDoesNotJoin() {
        writes.refused(NEWCOMER, "PHONE_MALFORMED", join().replace("11100000009", "911"));
        writes.refused(NEWCOMER, "DATES_REFUSED", born("1800-01-01"));
        writes.refused(NEWCOMER, "GUARDIAN_REQUIRED", born("2024-01-01"));
        writes.refused(NEWCOMER, "NOT_FOUND", join().replace(node(HERE, "grid", 1), node(THERE, "grid", 1)));
        writes.refused("admin", "NOT_FOUND", join().replace("140213", "990101"));
        writes.sql("update grid set status = 'MERGED' where district_id = :district and id = '"
                + Fixture.id(HERE, "grid", 1) + "'");
        writes.refused(NEWCOMER, "GRID_NOT_ACTIVE", join());
    }

    @Test
    void aDistrictThatIsNotThereOrAtRestIsAnError() {
        writes.fails(NEWCOMER, "DISTRICT_UNKNOWN", join().replace("140213", "110101"));
        writes.fails(NEWCOMER, "DISTRICT_UNKNOWN", join().replace("140213", "x"));
        writes.sql("update district set state = 'SUSPENDED' where id = :district");
        writes.fails(NEWCOMER, "DISTRICT_SUSPENDED", join());
        writes.fails("guest", "FORBIDDEN", join());
        writes.fails(NEWCOMER, "NO_DISTRICT", "giveConsent(kind: TAGS)");
    }

    @Test
    void nobodyJoinsADistrictThatIsNotLive() {
        writes.sql("update district set live_since = null where id = :district");
        writes.fails(NEWCOMER, "DISTRICT_NOT_LIVE", join());
    }

    private static String join() {
        return born("1990-01-01");
    }

    private static String born(String day) {
        return """
                joinDistrict(district: "140213", application: {name: "示例新人", phone: "11100000009", birthDate: "%s",
                             dwelling: {grid: "%s", relation: TENANT}})
                """.formatted(day, node(HERE, "grid", 1)).strip();
    }
}
