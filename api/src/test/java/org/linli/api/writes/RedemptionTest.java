package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/** Service 3 of merchant 4 has one piece for 100 points; resident 1 has exactly 100, in two lots of which the second expires first. */
class RedemptionTest {
    private static final String REDEEMED =
            "... on ServiceRedeemed { verificationCode expiresAt redemption { id status service { stock status }"
                    + " posting { status } history(orderBy: [AT_ASC]) { nodes { fromState toState } } } }";
    private static final String VERIFIED = "... on RedemptionVerified { redemption { status posting { status } } }";
    private static final String CHANGED =
            "... on RedemptionChanged { redemption { status rating comment posting { status } service { stock status } } }";

    private final Writes writes = new Writes();
    private int issued = 100;

    @BeforeEach
    void setTheStage() throws SQLException {
        writes.sql("""
                update merchant set status = 'ACTIVE' where district_id = :district and id = '%1$s';
                update merchant_service set status = 'ONLINE', stock = 1, points_price = 100, valid_from = '2024-01-01', valid_to = null, code_days = 2
                 where district_id = :district and id = '%2$s';
                delete from redemption where district_id = :district;
                delete from points_entry where district_id = :district;
                delete from points_lot where district_id = :district;
                delete from points_posting where district_id = :district;
                update points_account set balance = 0, entry_count = 0 where district_id = :district
                """.formatted(id(HERE, "merchant", 4), id(HERE, "service", 3)));
        grant(70, "");
        grant(30, "expiresOn: \"2124-01-01\",");
    }

    private void grant(int points, String expiry) {
        grant(1, points, expiry);
    }

    private void grant(int resident, int points, String expiry) {
        writes.done(
                "district officer",
                "grantPoints(resident: \"%s\", points: %d, %s reason: \"示例\")"
                        .formatted(node(HERE, "resident", resident), points, expiry),
                "");
    }

    @AfterEach
    void nothingIsLost() throws SQLException {
        assertThat(writes.asked("district officer", "{ trialBalance { balance entries issued } }")
                        .toString())
                .isEqualTo(
                        "{\"trialBalance\":{\"balance\":\"0\",\"entries\":\"0\",\"issued\":\"%d\"}}".formatted(issued));
        writes.close();
    }

    @Test
    void pointsAreSetAsideUntilTheMerchantVerifies() {
        JsonNode redeemed = redeem();
        assertThat(redeemed.path("verificationCode").asString()).matches("[2-9A-HJ-NP-TV-Z]{12}");
        assertThat(redeemed.path("redemption").path("status").asString()).isEqualTo("CODE_ISSUED");
        assertThat(redeemed.path("redemption").path("service").toString())
                .isEqualTo("{\"stock\":0,\"status\":\"SOLD_OUT\"}");
        assertThat(redeemed.path("redemption").path("history").toString())
                .isEqualTo(
                        "{\"nodes\":[{\"fromState\":null,\"toState\":\"RESERVED\"},{\"fromState\":\"RESERVED\",\"toState\":\"CODE_ISSUED\"}]}");
        assertThat(balances()).containsExactly("HOLD 100", "RESIDENT 0");
        String typed = redeemed.path("verificationCode")
                .asString()
                .toLowerCase(Locale.ROOT)
                .replaceAll("(....)", "$1-");
        assertThat(writes.done("merchant", verify(typed), VERIFIED)
                        .path("redemption")
                        .toString())
                .isEqualTo("{\"status\":\"DONE\",\"posting\":{\"status\":\"POSTED\"}}");
        assertThat(balances()).containsExactly("HOLD 0", "MERCHANT 100", "RESIDENT 0");
        assertThat(writes.done("resident", rate(redeemed, 5), CHANGED)
                        .path("redemption")
                        .toString())
                .startsWith("{\"status\":\"RATED\",\"rating\":5,\"comment\":\"很好\"");
        // Whoever has a part in the district reads it as an opinion of the merchant.
        assertThat(writes.asked(
                                "another resident",
                                "{ merchant(id: \"%s\") { evaluations(orderBy: [CREATED_AT_DESC], first: 1) { nodes { score comment author { id } } } } }"
                                        .formatted(node(HERE, "merchant", 4)))
                        .at("/merchant/evaluations/nodes")
                        .toString())
                .isEqualTo("[{\"score\":5,\"comment\":\"很好\",\"author\":null}]");
        writes.refused("resident", "TRANSITION_REFUSED", rate(redeemed, 5));
    }

    @Test
    void aCodeIsInNoTable() {
        Caller resident = writes.caller("resident");
        String code = writes.done(resident, redeem(3), REDEEMED, "once")
                .path("verificationCode")
                .asString();
        assertThat(writes.done(resident, redeem(3), REDEEMED, "once")
                        .path("verificationCode")
                        .asString())
                .isEqualTo(code);
        assertThat(writes.rows(
                        "select count(*) from idempotency where encode(outcome, 'escape') like '%" + code + "%'"))
                .containsExactly("0");
        assertThat(writes.rows("select count(*) from idempotency where key = 'once'"))
                .containsExactly("1");
        for (String table : writes.rows("""
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                 where c.relkind = 'r'
                """))
            assertThat(writes.rows("select count(*) from " + table + " t where t::text like '%" + code + "%'"))
                    .as(table)
                    .containsExactly("0");
    }

    @Test
    void aSecondAndALateVerificationMoveNothing() {
        JsonNode first = redeem();
        writes.done("merchant", verify(first.path("verificationCode").asString()), VERIFIED);
        assertThat(writes.refused(
                                "merchant",
                                "REDEMPTION_ALREADY_VERIFIED",
                                verify(first.path("verificationCode").asString()))
                        .path("message")
                        .asString())
                .contains("20");
        writes.refused("resident", "TRANSITION_REFUSED", cancel(first));
    }

    @Test
    void aCodeThatRanOutGivesPointsBack() {
        JsonNode redeemed = redeem();
        writes.refused("district officer", "NONE_EXPIRED", "expireRedemptions");
        writes.sql("""
                update redemption set reserved_at = reserved_at - interval '9 days', expires_at = expires_at - interval '9 days'
                 where district_id = :district
                """);
        String verify = verify(redeemed.path("verificationCode").asString());
        writes.refused("merchant", "REDEMPTION_EXPIRED", verify);
        assertThat(writes.done(
                                "district officer",
                                "expireRedemptions",
                                "... on RedemptionsExpired { redemptions more }")
                        .toString())
                .isEqualTo("{\"__typename\":\"RedemptionsExpired\",\"redemptions\":1,\"more\":false}");
        assertThat(balances()).containsExactly("HOLD 0", "RESIDENT 100");
        writes.refused("merchant", "REDEMPTION_EXPIRED", verify);
        writes.refused("district officer", "NONE_EXPIRED", "expireRedemptions");
        writes.refused("resident", "TRANSITION_REFUSED", cancel(redeemed));
        redeem();
    }

    /** What ran out for more accounts than are done at once, and a code: within one round, and the log names nobody. */
    @Test
    void thePlatformGivesBackAndTakesAwayByItself() throws Exception {
        redeem();
        writes.sql("""
                update redemption set reserved_at = reserved_at - interval '9 days', expires_at = expires_at - interval '9 days'
                 where district_id = :district;
                insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation, status)
                select :district, md5('many' || n)::uuid, '示例', r.community_id, r.grid_id, r.dwelling_relation, r.status
                  from generate_series(1, 120) n, resident r where r.district_id = :district and r.id = '%s'
                """.formatted(id(HERE, "resident", 11)));
        issued += 120 * 5;
        for (int n = 1; n <= 120; n++)
            writes.done(
                    "district officer",
                    "grantPoints(resident: \"resident_%s\", points: 5, expiresOn: \"2124-01-01\", reason: \"示例\")"
                            .formatted(writes.rows("select md5('many" + n + "')::uuid")
                                    .getFirst()),
                    "");
        writes.sql("update points_lot set expires_on = '2024-01-01' where district_id = :district and amount = 5");
        try (var server = new org.linli.api.Served(writes.database(), "linli.jobs=true")) {
            assertThat(server).isNotNull();
            Set<String> settled = Set.of("EXPIRY 600", "HOLD 0", "RESIDENT 0", "RESIDENT 100");
            Instant deadline = Instant.now().plusSeconds(30);
            while (!Set.copyOf(balances()).equals(settled)) {
                assertThat(Instant.now()).as(balances().toString()).isBefore(deadline);
                Thread.sleep(50);
            }
        }
        assertThat(writes.rows("""
                        select name || ' ' || to_state || ' ' || count(*) from event
                         where district_id = :district and actor is null and client is null and actor_roles = '{}'
                           and (name = 'REDEMPTION_MOVED' and to_state = 'EXPIRED' or name = 'POINTS_MOVED' and payload->>'kind' = 'EXPIRY')
                         group by name, to_state order by 1
                        """)).containsExactly("POINTS_MOVED POSTED 120", "REDEMPTION_MOVED EXPIRED 1");
        writes.refused("district officer", "NONE_EXPIRED", "expireRedemptions");
        writes.refused("district officer", "NOTHING_EXPIRED", "expirePoints");
    }

    @Test
    void aCancelledRedemptionGivesPointsAndPieceBack() {
        JsonNode redeemed = redeem();
        assertThat(lots()).containsExactly("0 SPENT", "0 SPENT");
        writes.refused("another resident", "NOT_FOUND", cancel(redeemed));
        assertThat(writes.done("resident", cancel(redeemed), CHANGED)
                        .path("redemption")
                        .toString())
                .isEqualTo("""
                {"status":"CANCELLED","rating":null,"comment":null,"posting":{"status":"REVERSED"},"service":{"stock":1,"status":"ONLINE"}}""");
        assertThat(balances()).containsExactly("HOLD 0", "RESIDENT 100");
        assertThat(lots()).containsExactly("30 EARNED", "70 EARNED");
        writes.refused("resident", "TRANSITION_REFUSED", cancel(redeemed));
        writes.refused(
                "merchant",
                "TRANSITION_REFUSED",
                verify(redeemed.path("verificationCode").asString()));
        writes.refused("resident", "NOT_FOUND", cancel(node(HERE, "redemption", 99)));
    }

    /** Resident 2 is the child of resident 1, who has nothing here. */
    @Test
    void aGuardianRedeemsAChildsPoints() {
        writes.sql("""
                delete from points_entry where district_id = :district;
                delete from points_lot where district_id = :district;
                delete from points_posting where district_id = :district;
                update points_account set balance = 0, entry_count = 0 where district_id = :district;
                update resident set birth_date = '2020-01-01', status = 'ACTIVE' where district_id = :district and id = '%s'
                """.formatted(id(HERE, "resident", 2)));
        grant(2, 100, "");
        writes.refused("resident", "BALANCE_TOO_LOW", redeem(3));
        writes.refused("another resident", "NOT_FOUND", redeemFor(2));
        writes.refused("resident", "NOT_FOUND", redeemFor(99));
        Caller child = Callers.with(writes.caller("resident"), Role.RESIDENT, id(HERE, "resident", 2));
        writes.refused(child, "GUARDIAN_NEEDED", redeem(3));
        JsonNode redeemed = writes.done("resident", redeemFor(2), REDEEMED);
        assertThat(balances()).containsExactly("HOLD 100", "RESIDENT 0");
        Caller both = Callers.as(11, writes.caller("merchant"));
        writes.refused(
                both, "OWN_WORK", verify(redeemed.path("verificationCode").asString()));
        writes.refused("another resident", "NOT_FOUND", cancel(redeemed));
        writes.done("resident", cancel(redeemed), CHANGED);
        assertThat(balances()).containsExactly("HOLD 0", "RESIDENT 100");
    }

    @Test
    void aSuspendedMerchantsServicesRestAndItsCodesStayGood() {
        String code = redeem().path("verificationCode").asString();
        writes.done("district officer", leave("suspendMerchant"), "");
        assertThat(service()).containsExactly("0 PAUSED");
        String resume = "resumeService(service: \"%s\")".formatted(node(HERE, "service", 3));
        writes.refused("merchant", "OUT_OF_DUTY", resume);
        writes.refused("district officer", "MERCHANT_NOT_READY", resume);
        writes.done("merchant", verify(code), VERIFIED);
        writes.done("district officer", leave("resumeMerchant"), "");
        assertThat(service()).containsExactly("0 PAUSED");
        writes.refused("merchant", "OUT_OF_DUTY", resume);
        writes.done("district officer", resume, "");
        assertThat(service()).containsExactly("0 SOLD_OUT");
        service("stock = 1, status = 'ONLINE'");
    }

    @Test
    void aMerchantThatLeavesGivesPointsBack() {
        JsonNode redeemed = redeem();
        writes.done("merchant", leave("exitMerchant"), "");
        assertThat(service()).containsExactly("1 OFFLINE");
        assertThat(writes.rows(
                        "select distinct status from merchant_service where district_id = :district and merchant_id = '%s'"
                                .formatted(id(HERE, "merchant", 4))))
                .containsExactly("OFFLINE");
        assertThat(balances()).containsExactly("HOLD 0", "RESIDENT 100");
        assertThat(writes.asked(
                                "resident",
                                "{ redemption(id: \"%s\") { status history(orderBy: [AT_DESC], first: 1) { nodes { toState reason } } } }"
                                        .formatted(redeemed.at("/redemption/id").asString()))
                        .at("/redemption")
                        .toString())
                .isEqualTo(
                        "{\"status\":\"CANCELLED\",\"history\":{\"nodes\":[{\"toState\":\"CANCELLED\",\"reason\":\"理由\"}]}}");
        writes.refused(
                "merchant",
                "TRANSITION_REFUSED",
                verify(redeemed.path("verificationCode").asString()));
        writes.refused("resident", "NOT_FOUND", redeem(3));
    }

    private static String leave(String mutation) {
        return "%s(merchant: \"%s\", reason: \"理由\")".formatted(mutation, node(HERE, "merchant", 4));
    }

    private List<String> service() {
        return writes.rows(
                "select stock || ' ' || status from merchant_service where district_id = :district and id = '%s'"
                        .formatted(id(HERE, "service", 3)));
    }

    @Test
    void whatExpiresFirstIsSpentFirst() {
        writes.sql("update merchant_service set points_price = 20 where district_id = :district and id = '%s'"
                .formatted(id(HERE, "service", 3)));
        redeem();
        assertThat(lots()).containsExactly("10 EARNED", "70 EARNED");
    }

    @Test
    void redeemingIsRefused() {
        Caller resident = writes.caller("resident");
        writes.refused("another resident", "BALANCE_TOO_LOW", redeem(3));
        writes.refused(Callers.with(resident, Role.MERCHANT, id(HERE, "merchant", 4)), "OWN_WORK", redeem(3));
        service("points_price = 101");
        writes.refused("resident", "BALANCE_TOO_LOW", redeem(3));
        service("points_price = 100, valid_from = '2124-01-01'");
        writes.refused("resident", "SERVICE_NOT_OFFERED", redeem(3));
        service("valid_from = '2024-01-01', valid_to = '2024-06-01'");
        writes.refused("resident", "SERVICE_NOT_OFFERED", redeem(3));
        service("valid_to = null, status = 'SOLD_OUT', stock = 0");
        writes.refused("resident", "SERVICE_SOLD_OUT", redeem(3));
        service("status = 'PAUSED', stock = 1");
        writes.refused("resident", "NOT_FOUND", redeem(3));
        service("status = 'ONLINE'");
        writes.sql("update merchant set status = 'SUSPENDED' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "merchant", 4)));
        writes.refused("resident", "NOT_FOUND", redeem(3));
        writes.fails("merchant", "FORBIDDEN", redeem(3));
    }

    @Test
    void whatHasExpiredIsNotSpent() {
        writes.sql("update points_lot set expires_on = '2024-01-01' where district_id = :district and amount = 30");
        assertThat(writes.refused("resident", "BALANCE_TOO_LOW", redeem(3))
                        .path("message")
                        .asString())
                .contains("70");
    }

    @Test
    void verifyingIsRefused() {
        String code = redeem().path("verificationCode").asString();
        writes.refused("merchant", "WRONG_CODE", verify("2345-6789-ABCD"));
        Caller another = Callers.with(writes.caller("merchant"), Role.MERCHANT, id(HERE, "merchant", 5));
        writes.refused(another, "WRONG_CODE", verify(code));
        Caller both = Callers.as(11, writes.caller("merchant"));
        writes.refused(both, "OWN_WORK", verify(code));
        writes.fails("resident", "FORBIDDEN", verify(code));
    }

    @Test
    void ratingIsRefused() {
        JsonNode redeemed = redeem();
        writes.refused("resident", "TRANSITION_REFUSED", rate(redeemed, 5));
        writes.done("merchant", verify(redeemed.path("verificationCode").asString()), VERIFIED);
        writes.refused("resident", "WRONG_FORM", rate(redeemed, 6));
        writes.refused("another resident", "NOT_FOUND", rate(redeemed, 5));
        writes.refused(
                Callers.with(writes.caller("resident"), Role.MERCHANT, id(HERE, "merchant", 4)),
                "OWN_WORK",
                rate(redeemed, 5));
    }

    /** Half of them are retries: there is one piece, and points for one. Whoever looks in between finds the ledger whole. */
    @Test
    void twoHundredAtOnceAreOne() throws Exception {
        Caller resident = writes.caller("resident");
        List<Callable<JsonNode>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String key = "key-" + i / 2;
            calls.add(() -> writes.run(resident, redeem(3), REDEEMED, key));
            if (i % 10 == 0) calls.add(() -> writes.asked("auditor", "{ trialBalance { balance entries } }"));
        }
        List<String> codes = new ArrayList<>();
        for (JsonNode answer : atOnce(calls)) {
            if (answer.has("trialBalance"))
                assertThat(answer.path("trialBalance").toString()).isEqualTo("{\"balance\":\"0\",\"entries\":\"0\"}");
            else if (answer.path("__typename").asString().equals("ServiceRedeemed"))
                codes.add(answer.path("verificationCode").asString());
            else assertThat(answer.path("code").asString()).isEqualTo("SERVICE_SOLD_OUT");
        }
        assertThat(codes).hasSize(2);
        assertThat(codes.get(1)).isEqualTo(codes.get(0));
        assertThat(balances()).containsExactly("HOLD 100", "RESIDENT 0");
        assertThat(writes.rows("select count(*) from redemption where district_id = :district"))
                .containsExactly("1");
    }

    @Test
    void manyVerificationsAtOnceAreOne() throws Exception {
        String verify = verify(redeem().path("verificationCode").asString());
        List<Callable<JsonNode>> calls =
                Collections.nCopies(20, () -> writes.run(writes.caller("merchant"), verify, "", null));
        assertThat(atOnce(calls).stream()
                        .map(answer -> answer.path("__typename").asString()))
                .containsOnlyOnce("RedemptionVerified")
                .containsOnly("RedemptionVerified", "RedemptionAlreadyVerified");
        assertThat(balances()).containsExactly("HOLD 0", "MERCHANT 100", "RESIDENT 0");
    }

    private static List<JsonNode> atOnce(List<Callable<JsonNode>> calls) throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(40)) {
            for (Future<JsonNode> call : threads.invokeAll(calls)) answers.add(call.get());
        }
        return answers;
    }

    private JsonNode redeem() {
        return writes.done("resident", redeem(3), REDEEMED);
    }

    private void service(String change) {
        writes.sql("update merchant_service set %s where district_id = :district and id = '%s'"
                .formatted(change, id(HERE, "service", 3)));
    }

    private List<String> balances() {
        return writes.rows("""
                select kind || ' ' || balance from points_account
                 where district_id = :district and entry_count > 0 and kind <> 'ISSUE' order by kind::text
                """);
    }

    private List<String> lots() {
        return writes.rows("""
                select remaining || ' ' || status from points_lot where district_id = :district order by amount
                """);
    }

    private static String redeem(int service) {
        return "redeemService(service: \"%s\")".formatted(node(HERE, "service", service));
    }

    private static String redeemFor(int child) {
        return "redeemService(service: \"%s\", child: \"%s\")"
                .formatted(node(HERE, "service", 3), node(HERE, "resident", child));
    }

    private static String verify(String code) {
        return "verifyRedemption(code: \"%s\")".formatted(code);
    }

    private static String cancel(JsonNode redeemed) {
        return cancel(redeemed.path("redemption").path("id").asString());
    }

    private static String cancel(String redemption) {
        return "cancelRedemption(redemption: \"%s\")".formatted(redemption);
    }

    private static String rate(JsonNode redeemed, int rating) {
        return "rateRedemption(redemption: \"%s\", rating: %d, comment: \"很好\")"
                .formatted(redeemed.path("redemption").path("id").asString(), rating);
    }
}
