package org.linli.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.territory.Neighbourhood;

/** What the database itself holds of the ledger: a grant of 100 points to one resident. */
class LedgerTest {
    private static final String ENTRY = """
            insert into points_entry (district_id, id, posting_id, account_id, number, amount, balance_after, at, counter_id, counter_amount)
            select p.district_id, x.id::uuid, p.id, a.id, x.number, x.amount, x.amount, now(), x.counter::uuid, x.opposite
              from points_posting p
              join (values %s) x(id, kind, number, amount, counter, opposite) on true
              join points_account a on a.district_id = p.district_id and a.kind::text = x.kind
             where p.district_id = :district
            """;
    private static final String ONE = "00000000-0000-0000-0000-000000000001";
    private static final String OTHER = "00000000-0000-0000-0000-000000000002";

    private Neighbourhood here;

    @BeforeEach
    void enter() throws SQLException {
        here = new Neighbourhood();
        here.run("insert into points_account (district_id, kind, owner_id) values (:district, 'ISSUE', :district)");
        here.run("insert into points_account (district_id, kind, owner_id) values (:district, 'RESIDENT', uuidv7())");
        here.run("""
                insert into points_posting (district_id, kind, status, account_id, amount, reason)
                select district_id, 'GRANT', 'POSTED', id, 100, '示例' from points_account
                 where district_id = :district and kind = 'RESIDENT'
                """);
        here.run("""
                insert into points_lot (district_id, account_id, posting_id, amount, remaining, expires_on)
                select district_id, account_id, id, 100, 100, '2026-01-01' from points_posting where district_id = :district
                """);
    }

    @AfterEach
    void leave() {
        here.close();
    }

    @Test
    void bothSidesAreEnteredTogether() {
        here.run(both(100, -100));
        assertThat(here.texts("select sum(amount) from points_entry where district_id = :district"))
                .containsExactly("0");
    }

    @Test
    void oneSideAloneIsNotEntered() {
        here.refuses(
                "points_entry_counter_fk",
                ENTRY.formatted("('%s', 'RESIDENT', 1, 100, '%s', -100)".formatted(ONE, OTHER)));
    }

    @Test
    void twoSidesThatDoNotSumUpAreNotEntered() {
        here.refuses("points_entry_opposite", both(100, -90));
        here.refuses(
                "points_entry_counter_fk",
                ENTRY.formatted("('%1$s', 'RESIDENT', 1, 100, '%2$s', -100), ('%2$s', 'ISSUE', 1, -90, '%1$s', 90)"
                        .formatted(ONE, OTHER)));
        // Nor may two entries lean on the same third one.
        here.run(both(100, -100));
        here.refuses(
                "points_entry_counter_fk",
                ENTRY.formatted(
                        "('00000000-0000-0000-0000-000000000003', 'RESIDENT', 2, 100, '%s', -100)".formatted(OTHER)));
    }

    @Test
    void aNumberIsGivenOnce() {
        here.run(both(100, -100));
        here.refuses(
                "points_entry_numbered",
                ENTRY.formatted(
                        "('00000000-0000-0000-0000-000000000003', 'RESIDENT', 1, 5, '00000000-0000-0000-0000-000000000004', -5)"));
    }

    @Test
    void whatWasEnteredStays() {
        here.run(both(100, -100));
        for (String change : new String[] {"update points_entry set amount = amount", "delete from points_entry"})
            assertThatThrownBy(() -> here.run(change + " where district_id = :district"))
                    .rootCause()
                    .hasMessageContaining("permission denied");
    }

    @Test
    void onlyTheIssueIsBelowZero() {
        here.run("update points_account set balance = -1 where district_id = :district and kind = 'ISSUE'");
        here.refuses(
                "points_account_covered",
                "update points_account set balance = -1 where district_id = :district and kind = 'RESIDENT'");
    }

    @Test
    void anOwnerHasOneAccountOfAKind() {
        here.refuses("points_account_one_per_owner", """
                insert into points_account (district_id, kind, owner_id)
                select district_id, kind, owner_id from points_account where district_id = :district and kind = 'RESIDENT'
                """);
        here.refuses(
                "points_account_of_district",
                "insert into points_account (district_id, kind, owner_id) values (:district, 'ISSUE', uuidv7())");
    }

    @Test
    void aRecordIsRewardedOnceUnlessItWasUndone() {
        String reward = """
                insert into points_posting (district_id, kind, status, account_id, amount, reason_type, reason_id)
                select district_id, 'REWARD', 'POSTED', id, 5, 'Enrolment', '%s' from points_account
                 where district_id = :district and kind = 'RESIDENT'
                """.formatted(ONE);
        here.run(reward);
        here.refuses("points_posting_once", reward);
        here.run("update points_posting set status = 'REVERSED' where district_id = :district and kind = 'REWARD'");
        here.run(reward);
    }

    @ParameterizedTest
    @CsvSource({
        "points_posting_moves, points_posting, amount = 0",
        "points_posting_has_reason, points_posting, reason = null",
        "points_posting_only_spending_waits, points_posting, status = 'HELD'",
        "points_posting_reason_whole, points_posting, reason_type = 'Enrolment'",
        "points_lot_left, points_lot, remaining = 101",
        "points_lot_left, points_lot, remaining = -1",
        "points_lot_used_up, points_lot, remaining = 0",
        "points_lot_used_up, points_lot, status = 'SPENT'",
        "points_lot_expires, points_lot, 'status = ''EXPIRED'', remaining = 0, expires_on = null'"
    })
    void aRowRefuses(String constraint, String table, String change) {
        here.refuses(constraint, "update " + table + " set " + change + " where district_id = :district");
    }

    @Test
    void anotherDistrictsAccountIsNotMovedHere() throws SQLException {
        try (Neighbourhood there = new Neighbourhood()) {
            String account = here.texts(
                            "select id from points_account where district_id = :district and kind = 'RESIDENT'")
                    .getFirst();
            there.refuses("points_posting_account_fk", """
                    insert into points_posting (district_id, kind, status, account_id, amount, reason)
                    values (:district, 'GRANT', 'POSTED', '%s', 5, '示例')
                    """.formatted(account));
        }
    }

    private static String both(int gained, int lost) {
        return ENTRY.formatted("('%1$s', 'RESIDENT', 1, %3$d, '%2$s', %4$d), ('%2$s', 'ISSUE', 1, %4$d, '%1$s', %3$d)"
                .formatted(ONE, OTHER, gained, lost));
    }
}
