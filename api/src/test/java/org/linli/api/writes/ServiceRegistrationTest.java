package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.api.fixture.Fixture;
import tools.jackson.databind.JsonNode;

/** Unit 1 is the unit contact's; the resident lives in community 1, which is the community worker's. */
class ServiceRegistrationTest {
    private static final String SAVED =
            "... on RegistrationSaved { registration { id status version review endReason } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aMemberIsConfirmedByUnitAndAcceptedByCommunity() {
        JsonNode filed = writes.done("resident", register(1), """
                ... on RegistrationSaved {
                  registration { id status pledge community { name } volunteer { name } history { nodes { event toState } } }
                }
                """);
        String id = filed.path("registration").path("id").asString();
        assertThat(filed.toString())
                .contains("\"status\":\"FILED\",\"pledge\":\"每月一次\",\"community\":{\"name\":\"太和社区\"}")
                .contains("{\"event\":\"REGISTRATION_MOVED\",\"toState\":\"FILED\"}");
        writes.refused("resident", "ALREADY_REGISTERED", register(1));
        writes.refused("community worker", "TRANSITION_REFUSED", step("acceptByCommunity", id, 1));
        writes.refused("unit contact", "VERSION_CONFLICT", step("confirmByUnit", id, 2));
        writes.done("unit contact", step("confirmByUnit", id, 1), SAVED);
        writes.refused("unit contact", "TRANSITION_REFUSED", step("confirmByUnit", id, 2));
        writes.refused("community worker", "VERSION_CONFLICT", step("acceptByCommunity", id, 1));
        assertThat(writes.done("community worker", step("acceptByCommunity", id, 2), SAVED)
                        .findValuesAsString("status"))
                .containsExactly("COMMUNITY_ACCEPTED");
    }

    @Test
    void othersSeeAVolunteerAndNoMember() {
        writes.done("resident", register(1), "");
        String document = "{ volunteers(where: { joinedOn: { gte: \"2025-01-01\" } }) { totalCount } }";
        assertThat(writes.asked("another resident", document).toString()).contains("\"totalCount\":1");
        assertThat(writes.asked("volunteer", "{ servingMembers { nodes { id } } }")
                        .toString())
                .isEqualTo("{\"servingMembers\":{\"nodes\":[]}}");
    }

    @Test
    void whoIsAVolunteerAlreadyStaysTheSame() {
        writes.sql("update volunteer set resident_id = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "resident", 11), Fixture.id(HERE, "volunteer", 9)));
        writes.done("another resident", register(2), "");
        assertThat(writes.rows("""
                        select v.subject from serving_member s join volunteer v on v.id = s.volunteer_id
                         where s.district_id = :district and v.id = '%s'
                        """.formatted(Fixture.id(HERE, "volunteer", 9))))
                .containsExactly(Fixture.id(HERE, "account", 21).toString());
    }

    @Test
    void aTransferClosesTheOldAndOpensTheNew() {
        String id = node(HERE, "member", 3);
        writes.refused("serving member", "VERSION_CONFLICT", transfer(id, 2, 2));
        JsonNode done = writes.done("serving member", transfer(id, 1, 2), """
                ... on ServiceTransferred {
                  closed { status endedOn history { nodes { toState } } }
                  registration { status pledge predecessor { id } unit { id } history { nodes { toState } } }
                }
                """);
        assertThat(done.path("closed").path("status").asString()).isEqualTo("TRANSFERRED");
        assertThat(done.path("registration").path("status").asString()).isEqualTo("FILED");
        assertThat(done.path("registration").path("predecessor").path("id").asString())
                .isEqualTo(id);
        assertThat(done.findValuesAsString("toState")).containsExactly("TRANSFERRED", "FILED");
        writes.refused("serving member", "TRANSITION_REFUSED", transfer(id, 2, 2));
        assertThat(writes.rows("""
                select count(*) from serving_member
                 where district_id = :district and volunteer_id = '%s' and status not in ('TRANSFERRED', 'ENDED')
                """.formatted(Fixture.id(HERE, "volunteer", 3)))).containsExactly("1");
        writes.refused("serving member", "NOT_FOUND", transfer(node(HERE, "member", 4), 1, 2));
        writes.refused("serving member", "NOT_FOUND", transfer(id, 2, 99));
        writes.fails("unit contact", "FORBIDDEN", transfer(id, 2, 2));
    }

    @Test
    void aYearIsReportedToTheUnit() {
        String id = node(HERE, "member", 4);
        writes.refused("community worker", "VERSION_CONFLICT", review(id, 2));
        assertThat(writes.done("community worker", review(id, 1), SAVED).findValuesAsString("review"))
                .containsExactly("服务认真");
        writes.refused("community worker", "REVIEW_NOT_DUE", review(id, 2));
        writes.sql("update serving_member set status = 'FILED' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "member", 4)));
        writes.refused("community worker", "TRANSITION_REFUSED", review(id, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serving member", "unit contact", "community worker"})
    void theMemberTheUnitAndTheCommunityMayEndIt(String caller) {
        writes.sql("update serving_member set community_id = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "community", 1), Fixture.id(HERE, "member", 3)));
        String id = node(HERE, "member", 3);
        writes.refused(caller, "VERSION_CONFLICT", end(id, 7));
        assertThat(writes.done(caller, end(id, 1), SAVED).findValuesAsString("endReason"))
                .containsExactly("调离");
        writes.refused(caller, "TRANSITION_REFUSED", end(id, 2));
        writes.refused(caller, "NOT_FOUND", end(node(HERE, "member", 5), 1));
        writes.refused("volunteer", "NOT_FOUND", end(id, 2));
    }

    @Test
    void nobodyJudgesTheOwnRegistration() {
        String mine = writes.done("resident", register(1), SAVED)
                .path("registration")
                .path("id")
                .asString();
        hat("unit contact", 25);
        writes.refused("unit contact", "OWN_WORK", step("confirmByUnit", mine, 1));
        hat("community worker", 2);
        writes.refused("community worker", "OWN_WORK", step("acceptByCommunity", mine, 1));
        writes.refused("community worker", "OWN_WORK", review(mine, 1));
    }

    /** From now on the resident signs in as the account of this caller, too. */
    private void hat(String caller, int account) {
        assertThat(writes.caller(caller).subject()).isEqualTo(Fixture.id(HERE, "account", account));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "account", account), Fixture.id(HERE, "resident", 1)));
    }

    @Test
    void whatIsNotToBeToldIsNotThere() {
        // Of unit 3 and community 3; of unit 2 and community 1.
        writes.refused("unit contact", "NOT_FOUND", step("confirmByUnit", node(HERE, "member", 2), 1));
        writes.refused("community worker", "NOT_FOUND", step("acceptByCommunity", node(HERE, "member", 2), 1));
        writes.refused("community worker", "NOT_FOUND", review(node(HERE, "member", 2), 1));
        writes.refused("unit contact", "NOT_FOUND", step("confirmByUnit", node(THERE, "member", 3), 1));
        writes.refused("resident", "NOT_FOUND", "registerForService(unit: \"%s\")".formatted(node(THERE, "unit", 1)));
        writes.fails("street officer", "FORBIDDEN", step("acceptByCommunity", node(HERE, "member", 4), 1));
        writes.fails("grid worker", "FORBIDDEN", review(node(HERE, "member", 4), 1));
        writes.fails("unit contact", "FORBIDDEN", register(1));
    }

    private static String register(int unit) {
        return "registerForService(unit: \"%s\", availability: \"周末\", pledge: \"每月一次\")"
                .formatted(node(HERE, "unit", unit));
    }

    private static String step(String mutation, String id, int version) {
        return "%s(registration: \"%s\", expectedVersion: %d)".formatted(mutation, id, version);
    }

    private static String review(String id, int version) {
        return "reviewRegistration(registration: \"%s\", expectedVersion: %d, review: \"服务认真\")".formatted(id, version);
    }

    private static String end(String id, int version) {
        return "endService(registration: \"%s\", expectedVersion: %d, reason: \"调离\")".formatted(id, version);
    }

    private static String transfer(String id, int version, int unit) {
        return "transferService(registration: \"%s\", expectedVersion: %d, unit: \"%s\", community: \"%s\")"
                .formatted(id, version, node(HERE, "unit", unit), node(HERE, "community", 2));
    }
}
