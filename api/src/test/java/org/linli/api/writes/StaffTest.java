package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.tenancy.identity.Standings;
import tools.jackson.databind.JsonNode;

/** Roles of those who work for the district: proposed by one person, confirmed by another, and gone at once. */
class StaffTest {
    private static final String GRANT = "grant { id status settledAt confirmedBy member { id } }";

    private final Writes writes = new Writes();

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void whoIsInvitedStandsInTheRegisterAndTheRolesWait() {
        JsonNode invited = writes.done(
                "admin",
                invite(
                        "name: \"新示例\", username: \"Xin.Shili\", email: \"Xin@Example.test\", roles: [GRID_WORKER, GRID_WORKER, DISTRICT_ADMIN]"),
                "... on StaffInvited { member { id status username email account roles(orderBy: [ROLE_ASC]) { nodes { role status } } } }");
        assertThat(invited.at("/member").toString())
                .contains(
                        "\"status\":\"INVITED\",\"username\":\"xin.shili\",\"email\":\"xin@example.test\",\"account\":null")
                .contains(
                        "[{\"role\":\"GRID_WORKER\",\"status\":\"PROPOSED\"},{\"role\":\"DISTRICT_ADMIN\",\"status\":\"GIVEN\"}]");
        assertThat(jobs()).isEqualTo(1);
        JsonNode again = writes.refused(
                "admin", "ALREADY_STAFF", invite("name: \"另一人\", email: \"xin@example.test\", roles: []"));
        assertThat(again.path("__typename").asString()).isEqualTo("AlreadyStaff");
        writes.refused("admin", "ALREADY_STAFF", invite("name: \"另一人\", username: \"user9\", roles: []"));
    }

    /** Whoever failed stands in nobody's way. */
    @Test
    void anInvitationSaysWhoseAccountItIsAbout() {
        writes.refused("admin", "ACCOUNT_UNNAMED", invite("name: \"新示例\", roles: [GRID_WORKER]"));
        for (String username : new String[] {"ab", "a b c", "用户@示例"})
            writes.refused(
                    "admin", "USERNAME_MALFORMED", invite("name: \"新示例\", username: \"" + username + "\", roles: []"));
        for (String email : new String[] {"x", "x@y", "a b@example.test", "@example.test", "x@.test"})
            writes.refused(
                    "admin", "STAFF_ADDRESS_MALFORMED", invite("name: \"新示例\", email: \"" + email + "\", roles: []"));
        writes.refused(
                "admin",
                "ROLES_EXCLUDE_EACH_OTHER",
                invite("name: \"新示例\", username: \"xin\", roles: [AUDITOR, DISTRICT_ADMIN]"));
        writes.done("admin", invite("name: \"新示例\", username: \"user11\", roles: [DEPARTMENT_OFFICER]"), "");
        writes.fails("district officer", "FORBIDDEN", invite("name: \"新示例\", username: \"xin.shili\", roles: []"));
    }

    @Test
    void whatFailedIsTriedAgainAndALetterIsSentOnceMore() {
        String failed = "inviteStaffAgain(member: \"" + staff(11) + "\")";
        writes.done("admin", "inviteStaffAgain(member: \"" + staff(4) + "\")", "");
        assertThat(writes.rows("select mailed_at from staff_member where id = '" + id(HERE, "staff", 4) + "'"))
                .containsOnlyNulls();
        writes.done("admin", failed, "... on StaffInvited { member { status failure } }");
        writes.done("admin", "inviteStaffAgain(member: \"" + staff(9) + "\")", "");
        assertThat(jobs()).isEqualTo(3);
        writes.refused("admin", "TRANSITION_REFUSED", "inviteStaffAgain(member: \"" + staff(5) + "\")");
        writes.refused("admin", "NOT_FOUND", "inviteStaffAgain(member: \"" + node(THERE, "staff", 4) + "\")");
        writes.sql("update staff_member set status = 'FAILED', failure = 'REFUSED' where id = '" + id(HERE, "staff", 9)
                + "'");
        writes.done("admin", invite("name: \"新示例\", username: \"user9\", roles: []"), "");
        writes.refused("admin", "ALREADY_STAFF", "inviteStaffAgain(member: \"" + staff(9) + "\")");
    }

    @Test
    void aRoleThatSeesPersonsWaitsForASecondPerson() {
        JsonNode proposed = writes.done("admin", give(2, "GRID_WORKER"), "... on RoleProposed { " + GRANT + " }");
        String grant = proposed.at("/grant/id").asString();
        assertThat(proposed.at("/grant/status").asString()).isEqualTo("PROPOSED");
        writes.refused("admin", "ALREADY_HELD", give(2, "GRID_WORKER"));
        writes.fails("department officer", "FORBIDDEN", confirm(grant));
        writes.refused("district officer there", "NOT_FOUND", confirm(grant));
        JsonNode confirmed = writes.done("district officer", confirm(grant), "... on RolesConfirmed { roles }");
        assertThat(confirmed.path("roles").asInt()).isEqualTo(1);
        assertThat(writes.rows("select confirmed_by::text from role_grant where status = 'GIVEN' and id = '"
                        + grant.substring("grant_".length()) + "'"))
                .containsExactly(id(HERE, "account", 31).toString());
        writes.refused("district officer", "TRANSITION_REFUSED", confirm(grant));
        writes.refused("admin", "ALREADY_HELD", give(2, "GRID_WORKER"));
        assertThat(
                        writes.rows(
                                "select name || coalesce(from_state, '') || to_state from event where name = 'ROLE_MOVED' order by id"))
                .containsExactly("ROLE_MOVEDPROPOSED", "ROLE_MOVEDPROPOSEDGIVEN");
    }

    @Test
    void anAdministratorIsGivenAtOnce() {
        JsonNode given = writes.done("admin", give(2, "DISTRICT_ADMIN"), "... on RoleGiven { " + GRANT + " }");
        assertThat(given.at("/grant/status").asString()).isEqualTo("GIVEN");
        assertThat(jobs()).isEqualTo(1);
        writes.refused(
                "admin", "NOT_FOUND", "giveRole(member: \"" + node(THERE, "staff", 2) + "\", role: GRID_WORKER)");
        writes.fails("auditor", "FORBIDDEN", give(2, "AUDITOR"));
    }

    @Test
    void nobodyGivesARoleToTheOwnAccountNorConfirmsOne() {
        writes.refused("admin", "OWN_WORK", give(6, "GRID_WORKER"));
        String own = grant(writes.done("admin", give(5, "GRID_WORKER"), "... on RoleProposed { " + GRANT + " }"));
        assertThat(confirmer(writes.caller("district officer"), own)).isEqualTo("OFFICER");
        assertThat(confirmer(Callers.with(writes.caller("admin"), Role.DISTRICT_OFFICER), own))
                .isEqualTo("OFFICER");
        assertThat(confirmer(Callers.as(36, writes.caller("district officer")), own))
                .isEqualTo("CALLER");
        writes.refused("district officer", "OWN_WORK", confirm(own));
        // Who wears both hats confirms nothing that the other hat proposed.
        writes.refused(Callers.with(writes.caller("admin"), Role.DISTRICT_OFFICER), "OWN_WORK", confirm(own));
        writes.done(Callers.as(36, writes.caller("district officer")), confirm(own), "", null);
        assertThat(confirmer(writes.caller("district officer"), own)).isEmpty();
    }

    @Test
    void runningGoverningAndAuditingAreNeverOnePersons() {
        writes.refused("admin", "ROLES_EXCLUDE_EACH_OTHER", give(5, "AUDITOR"));
        writes.refused("admin", "ROLES_EXCLUDE_EACH_OTHER", give(7, "DISTRICT_ADMIN"));
        String auditor = grant(writes.done("admin", give(4, "AUDITOR"), "... on RoleProposed { " + GRANT + " }"));
        writes.refused("admin", "ROLES_EXCLUDE_EACH_OTHER", give(4, "DISTRICT_OFFICER"));
        writes.sql("insert into role_grant (district_id, member_id, role, status) values (:district, '"
                + id(HERE, "staff", 4) + "', 'DISTRICT_ADMIN', 'GIVEN')");
        writes.refused("district officer", "ROLES_EXCLUDE_EACH_OTHER", confirm(auditor));
    }

    /** As where a clock was set back. */
    @Test
    void aRevocationNeverMovesBackwards() {
        writes.sql(
                "insert into revocation (subject, district_id, before) values ('%s', :district, '2100-01-01T00:00:00Z')"
                        .formatted(id(HERE, "account", 1)));
        writes.done("admin", withdraw(1, "GRID_WORKER"), "");
        assertThat(writes.rows("select extract(year from before) from revocation where subject = '"
                        + id(HERE, "account", 1) + "'"))
                .containsExactly("2100");
    }

    @Test
    void manyRolesAreConfirmedAtOnceOrNone() {
        String one = grant(writes.done("admin", give(2, "GRID_WORKER"), "... on RoleProposed { " + GRANT + " }"));
        String two = grant(writes.done("admin", give(3, "COMMUNITY_WORKER"), "... on RoleProposed { " + GRANT + " }"));
        String own = grant(writes.done("admin", give(5, "GRID_WORKER"), "... on RoleProposed { " + GRANT + " }"));
        writes.refused("district officer", "OWN_WORK", confirm(one + "\", \"" + own));
        writes.refused("district officer", "NOT_FOUND", confirm(one + "\", \"" + node(THERE, "grant", 9)));
        String three = grant(writes.done("admin", give(2, "STREET_OFFICER"), "... on RoleProposed { " + GRANT + " }"));
        long asked = jobs();
        String all = confirm(two + "\", \"" + one + "\", \"" + two + "\", \"" + three);
        assertThat(writes.done("district officer", all, "... on RolesConfirmed { roles }")
                        .path("roles")
                        .asInt())
                .isEqualTo(3);
        assertThat(jobs() - asked).as("one a person").isEqualTo(2);
    }

    @Test
    void ofTwoFirstOfficersAnAdministratorConfirmsOne() {
        writes.sql(
                "delete from role_grant where district_id = :district and role = 'DISTRICT_OFFICER' and status = 'GIVEN'");
        String one = grant(writes.done("admin", give(2, "DISTRICT_OFFICER"), "... on RoleProposed { " + GRANT + " }"));
        String two = grant(writes.done("admin", give(3, "DISTRICT_OFFICER"), "... on RoleProposed { " + GRANT + " }"));
        Caller second = Callers.as(50, writes.caller("admin"));
        writes.refused(second, "OFFICER_NEEDED", confirm(one + "\", \"" + two));
        writes.done(second, confirm(two), "", null);
    }

    @Test
    void onlyTheFirstOfficerIsConfirmedByAnotherAdministrator() {
        Caller second = Callers.as(50, writes.caller("admin"));
        String later =
                grant(writes.done("admin", give(2, "DISTRICT_OFFICER"), "... on RoleProposed { " + GRANT + " }"));
        assertThat(confirmer(second, later)).isEqualTo("OFFICER");
        writes.refused(second, "OFFICER_NEEDED", confirm(later));
        writes.sql(
                "delete from role_grant where district_id = :district and role = 'DISTRICT_OFFICER' and status = 'GIVEN'");
        assertThat(confirmer(writes.caller("admin"), later)).isEqualTo("ADMINISTRATOR");
        writes.refused("admin", "OWN_WORK", confirm(later));
        assertThat(confirmer(second, later)).isEqualTo("CALLER");
        writes.refused(second, "OFFICER_NEEDED", confirm(node(HERE, "grant", 11)));
        writes.sql("update role_grant set role = 'DISTRICT_OFFICER' where district_id = :district and id = '"
                + id(HERE, "grant", 12) + "'");
        writes.done(second, confirm(later), "", null);
        String next = grant(writes.done("admin", give(3, "DISTRICT_OFFICER"), "... on RoleProposed { " + GRANT + " }"));
        assertThat(confirmer(second, next)).isEqualTo("OFFICER");
        writes.refused(second, "OFFICER_NEEDED", confirm(next));
    }

    @Test
    void whatIsNotConfirmedIsDeclined() {
        String grant = node(HERE, "grant", 9);
        writes.fails("admin", "FORBIDDEN", decline(grant));
        writes.done("district officer", decline(grant), "... on RoleDeclined { " + GRANT + " }");
        writes.refused("district officer", "TRANSITION_REFUSED", decline(grant));
        writes.refused("district officer", "NOT_FOUND", decline(node(THERE, "grant", 9)));
        assertThat(withheld(1)).containsExactly("STREET_OFFICER");
        writes.done("admin", give(1, "STREET_OFFICER"), "");
        assertThat(withheld(1)).containsExactly("STREET_OFFICER");
    }

    @Test
    void whatIsWithdrawnCountsNoMoreWhateverATokenSays() {
        JsonNode gone = writes.done("admin", withdraw(1, "GRID_WORKER"), "... on RoleWithdrawn { " + GRANT + " }");
        assertThat(gone.at("/grant/status").asString()).isEqualTo("WITHDRAWN");
        assertThat(gone.at("/grant/settledAt").isNull()).isTrue();
        assertThat(withheld(1)).containsExactly("GRID_WORKER");
        assertThat(revoked(1)).containsExactly("t");
        writes.refused("admin", "NOT_HELD", withdraw(1, "GRID_WORKER"));
        String again = grant(writes.done("admin", give(1, "GRID_WORKER"), "... on RoleProposed { " + GRANT + " }"));
        assertThat(withheld(1)).containsExactly("GRID_WORKER");
        writes.done("district officer", confirm(again), "");
        assertThat(withheld(1)).isEmpty();
        writes.done("admin", withdraw(1, "GRID_WORKER"), "");
        assertThat(withheld(1)).containsExactly("GRID_WORKER");
        assertThat(revoked(1)).hasSize(1);
    }

    @Test
    void whatIsOnlyProposedIsTakenBackAndNobodysTokenSuffers() {
        writes.done("admin", withdraw(1, "STREET_OFFICER"), "");
        assertThat(revoked(1)).isEmpty();
        writes.fails("district officer", "FORBIDDEN", withdraw(1, "GRID_WORKER"));
        writes.refused(
                "admin",
                "NOT_FOUND",
                "withdrawRole(member: \"" + node(THERE, "staff", 1) + "\", role: GRID_WORKER, reason: \"示例\")");
    }

    @Test
    void theLastAdministratorAndTheLastOfficerStay() {
        // One who has no account yet runs nothing.
        JsonNode last = writes.refused("admin", "LAST_HOLDER", withdraw(6, "DISTRICT_ADMIN"));
        assertThat(last.path("message").asString()).contains("DISTRICT_ADMIN");
        writes.done("admin", withdraw(10, "DISTRICT_ADMIN"), "");
        writes.done("admin", withdraw(5, "DISTRICT_OFFICER"), "");
        writes.refused("admin", "LAST_HOLDER", withdraw(8, "DISTRICT_OFFICER"));
        writes.done("admin", give(2, "DISTRICT_ADMIN"), "");
        writes.done("admin", withdraw(6, "DISTRICT_ADMIN"), "");
    }

    @Test
    void aRoleThatWasGivenPastTheRegisterIsTakenAwayToo() {
        writes.refused("admin", "NOT_HELD", withdraw(3, "AUDITOR"));
        writes.done("admin", withdraw(2, "AUDITOR"), "");
        assertThat(withheld(2)).containsExactly("AUDITOR");
        assertThat(revoked(2)).hasSize(1);
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void sessionsEndInThisDistrictAlone() {
        String end = "endStaffSessions(member: \"%s\", reason: \"示例\")";
        writes.done("admin", end.formatted(staff(1)), "... on StaffSessionsEnded { member { id } }");
        assertThat(revoked(1)).containsExactly("t");
        writes.done("admin", end.formatted(staff(1)), "");
        assertThat(revoked(1)).containsExactly("t");
        writes.refused("admin", "NO_ACCOUNT_YET", end.formatted(staff(9)));
        writes.refused("admin", "NOT_FOUND", end.formatted(node(THERE, "staff", 1)));
        writes.fails("district officer", "FORBIDDEN", end.formatted(staff(1)));
    }

    @Test
    void addressesAreForThoseWhoRunTheDistrict() {
        String document = "{ staffMember(id: \"" + staff(1) + "\") { name username email duties { totalCount } } }";
        for (String who : new String[] {"admin", "district officer"})
            assertThat(writes.asked(who, document).at("/staffMember").toString())
                    .contains("\"username\":\"user1\",\"email\":\"user1@example.test\",\"duties\":{\"totalCount\":2}");
        assertThat(writes.served()
                        .ask(writes.caller("auditor"), document, Map.of())
                        .problems())
                .hasSize(2);
        assertThat(writes.served()
                        .ask(writes.caller("grid worker"), "{ staff { totalCount } }", Map.of())
                        .problems())
                .hasSize(1);
    }

    /** Who confirms a role, as the caller is told. */
    private String confirmer(Caller asker, String grant) {
        Answer answer = writes.served().ask(asker, "{ roleGrants(first: 100) { nodes { id confirmer } } }", Map.of());
        return Objects.requireNonNull(answer.data())
                .at("/roleGrants/nodes")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(grant))
                .map(one -> one.path("confirmer").asString())
                .findFirst()
                .orElseThrow();
    }

    private long jobs() {
        return writes.rows("select id from job where kind = 'staff-account'").size();
    }

    /** Whether tokens of the account are refused in this district alone. */
    private List<String> revoked(int account) {
        return writes.rows("select district_id = :district from revocation where subject = '"
                + id(HERE, "account", account) + "'");
    }

    private List<String> withheld(int account) {
        UUID subject = id(HERE, "account", account);
        return Standings.withheldOnClassPath().stream()
                .flatMap(select -> writes.rows(select.replace(":subject", "'" + subject + "'")).stream())
                .distinct()
                .toList();
    }

    private static String grant(JsonNode answer) {
        return answer.at("/grant/id").asString();
    }

    private static String staff(int n) {
        return node(HERE, "staff", n);
    }

    private static String invite(String fields) {
        return "inviteStaff(invitation: {" + fields + "})";
    }

    private static String give(int member, String role) {
        return "giveRole(member: \"" + staff(member) + "\", role: " + role + ")";
    }

    private static String confirm(String grant) {
        return "confirmRoles(grants: [\"" + grant + "\"])";
    }

    private static String decline(String grant) {
        return "declineRole(grant: \"" + grant + "\", reason: \"示例\")";
    }

    private static String withdraw(int member, String role) {
        return "withdrawRole(member: \"" + staff(member) + "\", role: " + role + ", reason: \"示例\")";
    }
}
