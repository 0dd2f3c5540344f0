package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Grants, reversals and expiry. Resident 4 has no points yet; postings 21 and on are of redemptions. */
class PointsTest {
    private static final String GRANTED = """
            ... on PointsGranted { posting { status amount source { __typename } reason account { balance lots { nodes { remaining expiresOn } } }
              entries(orderBy: [AMOUNT_DESC]) { nodes { amount account { kind } } } history { nodes { event toState } } } }
            """;
    private static final String REVERSED = """
            ... on PostingReversed { posting { status account { balance lots { nodes { remaining status } } }
              entries(orderBy: [AT_ASC, AMOUNT_DESC]) { nodes { amount account { kind } } }
              history(orderBy: [AT_DESC], first: 1) { nodes { fromState toState reason } } } }
            """;

    private final Writes writes = new Writes();

    @AfterEach
    void theLedgerSumsUpToNothing() throws SQLException {
        JsonNode trial = writes.asked("auditor", "{ trialBalance { balance entries } }");
        assertThat(trial.toString()).isEqualTo("{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\"}}");
        writes.close();
    }

    @Test
    void aGrantComesFromTheDistrictAndExpiresAsALot() {
        assertThat(writes.done("district officer", grant(4, 120, "expiresOn: \"2124-05-01\","), GRANTED)
                        .path("posting")
                        .toString())
                .isEqualTo("""
                {"status":"POSTED","amount":120,"source":null,"reason":"春节慰问","account":{"balance":"120",\
                "lots":{"nodes":[{"remaining":120,"expiresOn":"2124-05-01"}]}},\
                "entries":{"nodes":[{"amount":120,"account":{"kind":"RESIDENT"}},{"amount":-120,"account":{"kind":"ISSUE"}}]},\
                "history":{"nodes":[{"event":"POINTS_MOVED","toState":"POSTED"}]}}""");
    }

    /** The auditor reads the whole ledger, and finds nobody in it; the district officer reads the same, and finds everybody. */
    @Test
    void theAuditorSeesNoNames() {
        String ledger = """
                { pointsAccounts(where: {kind: {in: [RESIDENT, HOLD]}}, first: 100) { nodes { kind balance owner { __typename ... on Resident { name } } } }
                  pointsPostings(first: 100) { nodes { kind amount history { nodes { event } }
                    source { ... on Enrolment { resident { name } } ... on Redemption { resident { name } } ... on ShiftSignUp { volunteer { name } } } } } }
                """;
        JsonNode audited = writes.asked("auditor", ledger);
        JsonNode known = writes.asked("district officer", ledger);
        assertThat(audited.findValuesAsString("balance")).isEqualTo(known.findValuesAsString("balance"));
        assertThat(audited.findValuesAsString("amount")).isEqualTo(known.findValuesAsString("amount"));
        assertThat(known.findValuesAsString("name")).isNotEmpty();
        assertThat(audited.findValuesAsString("name")).isEmpty();
        assertThat(audited.findValues("owner")).isNotEmpty().allMatch(JsonNode::isNull);
    }

    @Test
    void aGrantIsRefused() {
        writes.refused(Callers.as(11, writes.caller("district officer")), "OWN_WORK", grant(1, 5, ""));
        writes.refused("district officer", "RESIDENT_GONE", grant(5, 5, ""));
        assertThat(writes.refused("district officer", "TOO_MANY_POINTS", grant(4, 100_001, ""))
                        .path("message")
                        .asString())
                .contains("100000");
        writes.refused("district officer", "EXPIRY_PASSED", grant(4, 5, "expiresOn: \"2024-01-01\","));
        writes.refused("district officer there", "NOT_FOUND", grant(4, 5, ""));
        writes.refused("district officer", "NOT_FOUND", grant(node(THERE, "resident", 4), 5, "", "慰问"));
    }

    @Test
    void whatCannotBeAGrantIsAnError() {
        writes.fails("resident", "FORBIDDEN", grant(4, 5, ""));
        writes.fails("auditor", "FORBIDDEN", grant(4, 5, ""));
        writes.fails("district officer", "INVALID_ID", grant(node(HERE, "grid", 4), 5, "", "慰问"));
        writes.fails("district officer", "INVALID_TEXT", grant(node(HERE, "resident", 4), 5, "", " "));
        writes.fails("district officer", "INVALID_TEXT", grant(node(HERE, "resident", 4), 5, "", "\\u0007"));
        writes.fails("district officer", "INVALID_TEXT", grant(node(HERE, "resident", 4), 5, "", "长".repeat(501)));
    }

    @Test
    void aGrantIsTakenBackOnce() {
        assertThat(writes.done("district officer", reverse(4), REVERSED)
                        .path("posting")
                        .toString())
                .isEqualTo("""
                {"status":"REVERSED","account":{"balance":"0","lots":{"nodes":[{"remaining":0,"status":"SPENT"}]}},\
                "entries":{"nodes":[{"amount":1200,"account":{"kind":"RESIDENT"}},{"amount":-1200,"account":{"kind":"ISSUE"}},\
                {"amount":1200,"account":{"kind":"ISSUE"}},{"amount":-1200,"account":{"kind":"RESIDENT"}}]},\
                "history":{"nodes":[{"fromState":"POSTED","toState":"REVERSED","reason":"重复发放"}]}}""");
        assertThat(writes.refused("district officer", "TRANSITION_REFUSED", reverse(4))
                        .path("message")
                        .asString())
                .contains("REVERSED");
    }

    /** Posting 23 is a redemption that was verified: 40 points that a merchant took from the account of resident 1. */
    @Test
    void aVerifiedRedemptionGoesBackToItsLot() {
        String left = "select remaining from points_lot where district_id = :district and id = '%s'"
                .formatted(id(HERE, "lot", 1));
        int before = Integer.parseInt(writes.rows(left).getFirst());
        writes.done("district officer", reverse(23), REVERSED);
        assertThat(writes.rows(left)).containsExactly(String.valueOf(before + 40));
        writes.sql("""
                update points_account set balance = 0 where district_id = :district and kind = 'MERCHANT';
                update points_account set balance = -(select sum(a.balance) from points_account a
                                                       where a.district_id = :district and a.kind <> 'ISSUE')
                 where district_id = :district and kind = 'ISSUE'
                """);
        writes.refused("district officer", "BALANCE_TOO_LOW", reverse(24));
    }

    @Test
    void aReversalIsRefused() {
        writes.refused("district officer", "BALANCE_TOO_LOW", reverse(1));
        // What is held, what expired, and what was undone before.
        writes.refused("district officer", "TRANSITION_REFUSED", reverse(21));
        writes.refused("district officer", "TRANSITION_REFUSED", reverse(9));
        writes.refused("district officer", "TRANSITION_REFUSED", reverse(8));
        writes.refused("district officer there", "NOT_FOUND", reverse(4));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "account", 98), id(HERE, "resident", 5)));
        writes.refused(Callers.as(98, writes.caller("district officer")), "OWN_WORK", reverse(4));
        writes.fails("street officer", "FORBIDDEN", reverse(4));
    }

    @Test
    void whatNobodySpentInTimeIsTakenAway() {
        writes.refused("district officer", "NOTHING_EXPIRED", "expirePoints");
        writes.sql(
                "update points_lot set expires_on = '2024-12-31' where district_id = :district and id in ('%s', '%s')"
                        .formatted(id(HERE, "lot", 5), id(HERE, "lot", 7)));
        assertThat(writes.done("district officer", "expirePoints", "... on PointsExpired { accounts more }")
                        .toString())
                .isEqualTo("{\"__typename\":\"PointsExpired\",\"accounts\":2,\"more\":false}");
        assertThat(writes.rows("""
                select distinct status from points_lot where district_id = :district and expires_on < now() and remaining = 0
                """)).containsExactly("EXPIRED");
        writes.refused("district officer", "NOTHING_EXPIRED", "expirePoints");
        writes.fails("admin", "FORBIDDEN", "expirePoints");
    }

    @Test
    void aRetryIsAnsweredOnceAndDoneOnce() {
        JsonNode first = writes.done(writes.caller("district officer"), grant(4, 10, ""), GRANTED, "a-key");
        assertThat(writes.done(writes.caller("district officer"), grant(4, 10, ""), GRANTED, "a-key"))
                .isEqualTo(first);
        assertThat(writes.rows("""
                select balance from points_account where district_id = :district and kind = 'RESIDENT' and owner_id = '%s'
                """.formatted(id(HERE, "resident", 4)))).containsExactly("10");
    }

    private static String grant(int resident, int points, String expiry) {
        return grant(node(HERE, "resident", resident), points, expiry, "春节慰问");
    }

    private static String grant(String resident, int points, String expiry, String reason) {
        return "grantPoints(resident: \"%s\", points: %d, %s reason: \"%s\")"
                .formatted(resident, points, expiry, reason);
    }

    private static String reverse(int posting) {
        return "reversePosting(posting: \"%s\", reason: \"重复发放\")".formatted(node(HERE, "posting", posting));
    }
}
