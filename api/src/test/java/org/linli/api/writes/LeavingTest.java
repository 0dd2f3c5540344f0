package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Resident 1 takes part in everything: has the one seat of activity 1, for which resident 11 waits, and waits in activity 2; has redeemed service 3;
 * is volunteer 1, who signed up for shift 3, teaches in shift 2, and serves in shift 1 now; answers for merchant 5, unit 1 and property company 1.
 */
class LeavingTest {
    enum Way {
        SUSPENDED("community worker", "suspendResident"),
        MOVED("community worker", "moveResident"),
        ERASED("district officer", "eraseResident");

        private final String caller;
        private final String mutation;

        Way(String caller, String mutation) {
            this.caller = caller;
            this.mutation = mutation;
        }
    }

    private final Writes writes = new Writes();

    @BeforeEach
    void takePart() {
        writes.sql("""
                delete from evaluation where district_id = :district and enrolment_id is not null;
                delete from enrolment where district_id = :district;
                delete from redemption where district_id = :district;
                delete from points_entry where district_id = :district;
                delete from points_lot where district_id = :district;
                delete from points_posting where district_id = :district;
                delete from points_account where district_id = :district;
                delete from file where district_id = :district and shift_outcome_id is not null;
                delete from shift_outcome where district_id = :district;
                delete from shift_sign_up where district_id = :district;
                update resident set status = 'ACTIVE', subject = '%1$s' where district_id = :district and id = '%2$s';
                update activity set status = 'ENROLLING', published_at = now(), capacity = 1, waitlist = 5, audience = 'EVERYBODY', points_cost = 30,
                       cancel_reason = null, starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id in ('%3$s', '%4$s');
                update merchant set status = 'ACTIVE', contact_subject = '%1$s' where district_id = :district and id = '%5$s';
                update merchant_service set status = 'ONLINE', stock = 1, points_price = 100, valid_from = '2024-01-01', valid_to = null
                 where district_id = :district and id = '%6$s'
                """.formatted(
                        id(HERE, "account", 11),
                        id(HERE, "resident", 1),
                        id(HERE, "activity", 1),
                        id(HERE, "activity", 2),
                        id(HERE, "merchant", 5),
                        id(HERE, "service", 3)));
        writes.sql("""
                update unit set contact_subject = '%1$s' where district_id = :district and id = '%2$s';
                update property_company set contact_subject = '%1$s' where district_id = :district and id = '%3$s';
                update volunteer set resident_id = '%4$s', subject = '%1$s' where district_id = :district and id = '%5$s';
                update shift set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour', teacher_id = null, capacity = 9
                 where district_id = :district and id = '%6$s';
                update shift set starts_at = now() + interval '1 day', ends_at = now() + interval '25 hours', teacher_id = null, capacity = 9
                 where district_id = :district and id in ('%7$s', '%8$s');
                update shift set teacher_id = '%5$s' where district_id = :district and id = '%7$s';
                insert into serving_member (district_id, volunteer_id, unit_id, community_id, status, registered_on, pledge)
                values (:district, '%5$s', '%2$s', '%9$s', 'ACTIVE', '2024-05-01', '示例承诺')
                """.formatted(
                        id(HERE, "account", 11),
                        id(HERE, "unit", 1),
                        id(HERE, "property", 1),
                        id(HERE, "resident", 1),
                        id(HERE, "volunteer", 1),
                        id(HERE, "shift", 1),
                        id(HERE, "shift", 2),
                        id(HERE, "shift", 3),
                        id(HERE, "community", 1)));
        writes.sql("""
                insert into shift_sign_up (district_id, shift_id, volunteer_id, status, checked_in_at)
                values (:district, '%s', '%s', 'CHECKED_IN', now() - interval '1 hour')
                """.formatted(id(HERE, "shift", 1), id(HERE, "volunteer", 1)));
        grant(1, 130);
        grant(11, 60);
        writes.done("resident", "enrol(activity: \"%s\")".formatted(node(HERE, "activity", 1)), "");
        writes.done("another resident", "enrol(activity: \"%s\")".formatted(node(HERE, "activity", 1)), "");
        writes.done("another resident", "enrol(activity: \"%s\")".formatted(node(HERE, "activity", 2)), "");
        writes.done("resident", "enrol(activity: \"%s\")".formatted(node(HERE, "activity", 2)), "");
        writes.done("resident", "redeemService(service: \"%s\")".formatted(node(HERE, "service", 3)), "");
        writes.done("volunteer", "signUpForShift(shift: \"%s\")".formatted(node(HERE, "shift", 3)), "");
        assertThat(balances()).containsExactly("1 RESIDENT 0", "1 HOLD 130", "11 RESIDENT 30", "11 HOLD 30");
    }

    @AfterEach
    void close() throws SQLException {
        assertThat(writes.asked("auditor", "{ trialBalance { balance entries } }")
                        .toString())
                .isEqualTo("{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\"}}");
        writes.close();
    }

    @ParameterizedTest
    @EnumSource
    void seatsGoToWhoWaits(Way way) {
        leaves(way);
        assertThat(enrolments(1)).containsExactly("CANCELLED", "CANCELLED");
        assertThat(enrolments(11)).containsExactly("CONFIRMED", "CONFIRMED");
        assertThat(balances()).contains("11 RESIDENT 0", "11 HOLD 60");
        assertThat(writes.rows("""
                select distinct e.name || ' ' || e.to_state from event e join enrolment x on x.district_id = :district and x.id = e.subject_id
                 where e.district_id = :district and x.resident_id = '%s' and e.actor <> '%s'
                """.formatted(id(HERE, "resident", 1), id(HERE, "account", 11))))
                .containsExactly("ENROLMENT_MOVED CANCELLED");
        writes.refused("resident", "NOT_FOUND", "enrol(activity: \"%s\")".formatted(node(HERE, "activity", 1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"MOVED", "ERASED"})
    void openCodesAreCalledOff(Way way) {
        leaves(way);
        assertThat(writes.rows("select status from redemption where district_id = :district"))
                .containsExactly("CANCELLED");
        assertThat(writes.rows(
                        "select stock || ' ' || status from merchant_service where district_id = :district and id = '%s'"
                                .formatted(id(HERE, "service", 3))))
                .containsExactly("1 ONLINE");
        assertThat(balances()).contains("1 RESIDENT 130", "1 HOLD 0");
    }

    @Test
    void aCodeOfWhoIsSuspendedStaysGood() {
        leaves(Way.SUSPENDED);
        assertThat(writes.rows("select status from redemption where district_id = :district"))
                .containsExactly("CODE_ISSUED");
        assertThat(balances()).contains("1 RESIDENT 30", "1 HOLD 100");
        writes.done(
                "community worker",
                "resumeResident(resident: \"%s\", reason: \"示例\")".formatted(node(HERE, "resident", 1)),
                "");
    }

    @ParameterizedTest
    @EnumSource
    void shiftsToComeAreGivenUpAndWhatGoesOnStays(Way way) {
        leaves(way);
        assertThat(writes.rows("""
                select u.status || ' ' || (select count(*) from event e where e.district_id = :district and e.subject_id = u.id and e.to_state = 'CANCELLED')
                  from shift_sign_up u join shift s on s.district_id = :district and s.id = u.shift_id
                 where u.district_id = :district order by s.starts_at
                """)).containsExactly("CHECKED_IN 0", "CANCELLED 1");
        assertThat(writes.rows(
                        "select count(*) from shift where district_id = :district and teacher_id = '%s' and starts_at > now()"
                                .formatted(id(HERE, "volunteer", 1))))
                .containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE 示例承诺, SUSPENDED", "ENDED 示例承诺, MOVED", "ENDED, ERASED"})
    void aServiceRegistrationEndsUnlessThePersonMayComeBack(String registration, Way way) {
        leaves(way);
        assertThat(writes.rows(
                        "select concat_ws(' ', status, pledge) from serving_member where district_id = :district and volunteer_id = '%s'"
                                .formatted(id(HERE, "volunteer", 1))))
                .containsExactly(registration);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUSPENDED", "MOVED"})
    void whoMayBeNamedStaysNamed(Way way) {
        List<String> before = names();
        assertThat(before).hasSize(4);
        leaves(way);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void anErasedPersonIsNamedNowhere() {
        writes.sql("""
                update evaluation_campaign set subject_kind = 'SERVING_MEMBER',
                       subject_id = (select s.id from serving_member s where s.district_id = :district and s.volunteer_id = '%s' limit 1)
                 where district_id = :district and id = '%s'
                """.formatted(id(HERE, "volunteer", 1), id(HERE, "campaign", 3)));
        leaves(Way.ERASED);
        assertThat(names()).isEmpty();
        assertThat(writes.rows(
                        "select concat_ws(' ', name, subject, skills) from volunteer where district_id = :district and id = '%s'"
                                .formatted(id(HERE, "volunteer", 1))))
                .containsExactly("已注销 {}");
        assertThat(writes.rows("""
                select c.subject_name || ' ' || e.name from evaluation_campaign c join event e on e.district_id = c.district_id and e.subject_id = c.id
                 where c.district_id = :district and c.id = '%s'
                """.formatted(id(HERE, "campaign", 3))))
                .containsExactly("已注销 EVALUATION_SUBJECT_FORGOTTEN");
        assertThat(writes.rows(
                        "select concat_ws(' ', contact_name, contact_phone) from merchant where district_id = :district and id = '%s'"
                                .formatted(id(HERE, "merchant", 5))))
                .containsExactly("");
        assertThat(writes.rows("""
                select subject_type || ' ' || name from event
                 where district_id = :district and name in ('MERCHANT_CONTACT_GONE', 'UNIT_CONTACT_GONE', 'VOLUNTEER_FORGOTTEN') order by 1
                """))
                .containsExactly(
                        "Merchant MERCHANT_CONTACT_GONE",
                        "PropertyCompany UNIT_CONTACT_GONE",
                        "Unit UNIT_CONTACT_GONE",
                        "Volunteer VOLUNTEER_FORGOTTEN");
        assertThat(writes.asked(
                                "guest",
                                "{ merchant(id: \"%s\") { contactPhone } unit(id: \"%s\") { contactPhone } }"
                                        .formatted(node(HERE, "merchant", 5), node(HERE, "unit", 1)))
                        .toString())
                .isEqualTo("{\"merchant\":{\"contactPhone\":null},\"unit\":{\"contactPhone\":null}}");
    }

    @Test
    void whoHasMovedOutIsStillForgotten() {
        leaves(Way.MOVED);
        leaves(Way.ERASED);
        assertThat(names()).isEmpty();
    }

    /** Without waiting each would be told that it has the place, the code or the part already. */
    @ParameterizedTest
    @CsvSource({
        "resident, enrol(activity: \"%s\"), activity, 1",
        "resident, redeemService(service: \"%s\"), service, 3",
        "volunteer, signUpForShift(shift: \"%s\"), shift, 3",
        "resident, registerForService(unit: \"%s\"), unit, 1"
    })
    void whoIsLeavingRightNowTakesPartInNothing(String caller, String mutation, String kind, int number)
            throws Exception {
        try (Connection leaving = writes.database().connectAsMigrator();
                Statement statement = leaving.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            leaving.setAutoCommit(false);
            String self = " where district_id = '%s' and id = '%s'".formatted(HERE.id(), id(HERE, "resident", 1));
            statement.execute("select from resident" + self + " for update");
            statement.execute("update resident set status = 'MOVED_OUT', verify_by = null" + self);
            Future<JsonNode> answer = thread.submit(
                    () -> writes.run(writes.caller(caller), mutation.formatted(node(HERE, kind, number)), "", null));
            while (!answer.isDone()
                    && writes.rows("select 'waits' from pg_locks where not granted")
                            .isEmpty()) Thread.sleep(10);
            leaving.commit();
            assertThat(answer.get().path("code").asString()).isEqualTo("NOT_FOUND");
        }
    }

    private void leaves(Way way) {
        writes.done(
                way.caller,
                "%s(resident: \"%s\", reason: \"示例\")".formatted(way.mutation, node(HERE, "resident", 1)),
                "");
    }

    private void grant(int resident, int points) {
        writes.done(
                "district officer",
                "grantPoints(resident: \"%s\", points: %d, reason: \"示例\")"
                        .formatted(node(HERE, "resident", resident), points),
                "");
    }

    /** What names the account of resident 1, beside that resident. */
    private List<String> names() {
        return writes.rows("""
                select 'merchant' from merchant where district_id = :district and contact_subject = '%1$s'
                union all select 'property company' from property_company where district_id = :district and contact_subject = '%1$s'
                union all select 'unit' from unit where district_id = :district and contact_subject = '%1$s'
                union all select 'volunteer ' || name from volunteer where district_id = :district and subject = '%1$s'
                """.formatted(id(HERE, "account", 11)));
    }

    private List<String> enrolments(int resident) {
        return writes.rows(
                "select status from enrolment where district_id = :district and resident_id = '%s' order by id"
                        .formatted(id(HERE, "resident", resident)));
    }

    private List<String> balances() {
        return writes.rows("""
                select case a.owner_id when '%s' then '1' else '11' end || ' ' || a.kind || ' ' || a.balance from points_account a
                 where a.district_id = :district and a.kind in ('RESIDENT', 'HOLD') order by a.owner_id <> '%1$s', a.kind
                """.formatted(id(HERE, "resident", 1)));
    }
}
