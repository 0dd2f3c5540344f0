package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.id;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.Caller;
import org.linli.schema.Role;

/** Merchants from lead to exit. Merchant 7 is a lead in grid 1, where resident 10 lives, who has an account; merchant 8 is far away. */
class MerchantLifeTest {
    private static final String RECORDED =
            "... on MerchantRecorded { merchant { name status code grid { id } history { nodes { event toState } } } }";
    private static final String STATUS = "... on MerchantChanged { merchant { status } }";
    private static final String SIGNED = "... on MerchantSigned { merchant { status licence } }";

    private final Writes writes = new Writes();
    private final Caller promoter = writes.caller("community worker");

    @BeforeEach
    void setTheStage() {
        writes.sql("""
                update merchant set grid_id = '%1$s', community_id = '%2$s' where district_id = :district and id = '%3$s';
                update resident set subject = '%4$s' where district_id = :district and id = '%5$s'
                """.formatted(
                        id(HERE, "grid", 1),
                        id(HERE, "community", 1),
                        id(HERE, "merchant", 7),
                        id(HERE, "account", 50),
                        id(HERE, "resident", 10)));
        writes.sql("update grid set status = 'ACTIVE' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "grid", 1)));
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aLeadBecomesAnActiveMerchant() {
        assertThat(writes.done("community worker", lead(1, "11100000001"), RECORDED)
                        .path("merchant")
                        .path("history")
                        .toString())
                .isEqualTo("{\"nodes\":[{\"event\":\"MERCHANT_MOVED\",\"toState\":\"LEAD\"}]}");
        assertThat(writes.done(
                                "community worker",
                                visit(7, "2024-12-31"),
                                "... on MerchantVisitRecorded { visit { visitorName merchant { status } } }")
                        .path("visit")
                        .toString())
                .isEqualTo("{\"visitorName\":\"李示例\",\"merchant\":{\"status\":\"VISITED\"}}");
        assertThat(writes.done("community worker", sign(7, 10), SIGNED)
                        .path("merchant")
                        .toString())
                .isEqualTo("{\"status\":\"SIGNED\",\"licence\":\"91140200MA0000000X\"}");
        assertThat(writes.done("street officer", "verifyMerchant" + merchant(7), STATUS)
                        .findValuesAsString("status"))
                .containsExactly("VERIFIED");
    }

    @Test
    void aLeadIsRefused() {
        writes.refused("community worker", "PHONE_MALFORMED", lead(1, "12345"));
        writes.refused("community worker", "OUT_OF_DUTY", lead(3, "11100000001"));
        writes.sql("update grid set status = 'SPLIT' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "grid", 1)));
        writes.refused("community worker", "GRID_NOT_ACTIVE", lead(1, "11100000001"));
        Caller everywhere = Callers.inGrids(promoter, Role.COMMUNITY_WORKER, 99);
        writes.refused(everywhere, "NOT_FOUND", lead(99, "11100000001"));
        writes.fails("grid worker", "FORBIDDEN", lead(1, "11100000001"));
        writes.fails("community worker", "INVALID_TEXT", lead(1, "111000000012"));
    }

    @Test
    void aVisitIsRefused() {
        writes.refused("community worker", "VISIT_IN_FUTURE", visit(7, "2124-01-01"));
        set(7, "EXITED", "null");
        writes.refused("community worker", "TRANSITION_REFUSED", visit(7, "2024-12-31"));
        // Merchant 8 is one that nobody far away knows of; merchant 4 is known to all.
        writes.refused("community worker", "NOT_FOUND", visit(8, "2024-12-31"));
        writes.refused("community worker", "OUT_OF_DUTY", visit(4, "2024-12-31"));
        writes.refused("community worker", "NOT_FOUND", visit(node(THERE, "merchant", 7), "2024-12-31"));
    }

    @Test
    void signingIsRefused() {
        writes.refused("community worker", "TRANSITION_REFUSED", sign(7, 10));
        set(7, "VISITED", "null");
        writes.refused("community worker", "WRONG_FORM", sign(7, 10).replace("91140200MA0000000X", "9114"));
        writes.refused("community worker", "CONTACT_WITHOUT_ACCOUNT", sign(7, 20));
        writes.refused("community worker", "NOT_FOUND", sign(7, 4));
        writes.refused("community worker", "NOT_FOUND", sign(8, 10));
        writes.refused("community worker", "OUT_OF_DUTY", sign(4, 10));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "account", 2), id(HERE, "resident", 10)));
        writes.refused("community worker", "OWN_WORK", sign(7, 10));
        writes.fails("street officer", "FORBIDDEN", sign(7, 10));
    }

    @Test
    void somebodyElseAnswersForItUntilItLeaves() {
        for (String status : new String[] {"LEAD", "SIGNED", "SUSPENDED"}) {
            set(7, status, status.equals("LEAD") ? "null" : "'2024-03-01'");
            writes.done("community worker", name(7, 10), STATUS);
            assertThat(writes.rows(
                            "select contact_name || contact_subject from merchant where district_id = :district and id = '%s'"
                                    .formatted(id(HERE, "merchant", 7))))
                    .containsExactly("示例联系人" + id(HERE, "account", 50));
        }
        writes.refused("community worker", "PHONE_MALFORMED", name(7, 10).replace("11100000009", "1"));
        writes.refused("community worker", "CONTACT_WITHOUT_ACCOUNT", name(7, 20));
        writes.refused("community worker", "NOT_FOUND", name(7, 4));
        writes.refused("community worker", "NOT_FOUND", name(8, 10));
        writes.refused("community worker", "OUT_OF_DUTY", name(4, 10));
        set(7, "EXITED", "'2024-03-01'");
        writes.refused("community worker", "MERCHANT_NOT_READY", name(7, 10));
        set(7, "LEAD", "null");
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id(HERE, "account", 2), id(HERE, "resident", 10)));
        writes.refused("community worker", "OWN_WORK", name(7, 10));
        writes.fails("street officer", "FORBIDDEN", name(7, 10));
    }

    /** Whose first tie to the district it is becomes a member; whose last one it was is none any more. */
    @Test
    void theDirectoryFollowsWhoAnswersForIt() {
        set(7, "VISITED", "null");
        contact(7, 60);
        writes.done("community worker", sign(7, 10), SIGNED);
        assertThat(members()).containsExactlyInAnyOrder(account(50), account(60));
        contact(7, 61);
        writes.done("community worker", name(7, 10), STATUS);
        assertThat(members()).containsExactlyInAnyOrder(account(50), account(61));
        set(7, "ACTIVE", "'2024-03-01'");
        writes.done("street officer", why("exitMerchant", 7), STATUS);
        assertThat(members()).containsExactly(account(50));
    }

    private void contact(int merchant, int account) {
        writes.sql("update merchant set contact_subject = '%s' where district_id = :district and id = '%s'"
                .formatted(account(account), id(HERE, "merchant", merchant)));
    }

    private static String account(int n) {
        return id(HERE, "account", n).toString();
    }

    /** The accounts of which the directory is told, once. */
    private List<String> members() {
        return writes.rows(
                "delete from job where district_id = :district and kind = 'member' returning payload ->> 'subject'");
    }

    @Test
    void verifyingIsRefused() {
        String verify = "verifyMerchant" + merchant(7);
        writes.refused("street officer", "TRANSITION_REFUSED", verify);
        set(7, "VISITED", "null");
        Caller signer = Callers.inGrids(promoter, Role.STREET_OFFICER, 1);
        writes.done(signer, sign(7, 10), "", null);
        writes.refused(signer, "OWN_WORK", verify);
        writes.refused(
                Callers.with(writes.caller("street officer"), Role.MERCHANT, id(HERE, "merchant", 7)),
                "OWN_WORK",
                verify);
        writes.refused("street officer", "OUT_OF_DUTY", "verifyMerchant" + merchant(4));
        writes.refused("street officer", "NOT_FOUND", "verifyMerchant" + merchant(5));
        writes.fails("merchant", "FORBIDDEN", verify);
    }

    @Test
    void aMerchantIsSuspendedAndResumed() {
        set(7, "ACTIVE", "'2024-03-01'");
        assertThat(writes.done("street officer", why("suspendMerchant", 7), STATUS)
                        .findValuesAsString("status"))
                .containsExactly("SUSPENDED");
        writes.refused("street officer", "TRANSITION_REFUSED", why("suspendMerchant", 7));
        assertThat(writes.done("district officer", why("resumeMerchant", 7), STATUS)
                        .findValuesAsString("status"))
                .containsExactly("ACTIVE");
        writes.refused("street officer", "TRANSITION_REFUSED", why("resumeMerchant", 7));
        for (String mutation : new String[] {"suspendMerchant", "resumeMerchant"}) {
            writes.refused("street officer", "NOT_FOUND", why(mutation, 5));
            writes.refused("street officer", "OUT_OF_DUTY", why(mutation, 4));
            writes.refused(
                    Callers.with(writes.caller("district officer"), Role.MERCHANT, id(HERE, "merchant", 7)),
                    "OWN_WORK",
                    why(mutation, 7));
        }
        set(7, "VERIFIED", "'2024-03-01'");
        writes.refused("district officer", "TRANSITION_REFUSED", why("resumeMerchant", 7));
    }

    @Test
    void aMerchantLeavesByItselfOrIsMadeTo() {
        assertThat(writes.done("merchant", why("exitMerchant", 4), STATUS).findValuesAsString("status"))
                .containsExactly("EXITED");
        assertThat(writes.done("district officer", why("exitMerchant", 5), STATUS)
                        .findValuesAsString("status"))
                .containsExactly("EXITED");
        writes.refused("merchant", "TRANSITION_REFUSED", why("exitMerchant", 4));
        writes.refused("merchant", "OUT_OF_DUTY", why("exitMerchant", 11));
        writes.refused("merchant", "NOT_FOUND", why("exitMerchant", 7));
        writes.fails("community worker", "FORBIDDEN", why("exitMerchant", 4));
    }

    /** Whose answer was lost asks again under the key, and is the merchant no more. */
    @Test
    void whoLeftIsAnsweredAgainUnderTheKey() {
        Caller merchant = writes.caller("merchant");
        writes.done(merchant, why("exitMerchant", 4), "", "key");
        Caller after = new Caller(
                merchant.subject(), merchant.district(), merchant.client(), Set.of(Role.ACCOUNT), Map.of(), Map.of());
        assertThat(writes.done(after, why("exitMerchant", 4), "", "key").findValuesAsString("__typename"))
                .containsExactly("MerchantChanged");
        writes.fails(after, "FORBIDDEN", why("exitMerchant", 4), "another");
        writes.fails(after, "FORBIDDEN", why("exitMerchant", 4), null);
    }

    private void set(int merchant, String status, String signedOn) {
        writes.sql("update merchant set status = '%s', signed_on = %s where district_id = :district and id = '%s'"
                .formatted(status, signedOn, id(HERE, "merchant", merchant)));
    }

    private static String lead(int grid, String phone) {
        return """
                recordMerchantLead(lead: {name: "示例面馆", category: DINING, address: "示例路1号", contactName: "示例店主",
                  contactPhone: "%s", grid: "%s"})""".formatted(phone, node(HERE, "grid", grid));
    }

    private static String visit(int merchant, String day) {
        return visit(node(HERE, "merchant", merchant), day);
    }

    private static String visit(String merchant, String day) {
        return "recordMerchantVisit(merchant: \"%s\", visitedOn: \"%s\", notes: \"谈了\\n两件事\")".formatted(merchant, day);
    }

    private static String sign(int merchant, int contact) {
        return "signMerchant(merchant: \"%s\", licence: \"91140200MA0000000X\", contact: \"%s\")"
                .formatted(node(HERE, "merchant", merchant), node(HERE, "resident", contact));
    }

    private static String name(int merchant, int contact) {
        return "nameContact(merchant: \"%s\", contact: \"%s\", contactName: \"示例联系人\", contactPhone: \"11100000009\")"
                .formatted(node(HERE, "merchant", merchant), node(HERE, "resident", contact));
    }

    private static String merchant(int merchant) {
        return "(merchant: \"%s\")".formatted(node(HERE, "merchant", merchant));
    }

    private static String why(String mutation, int merchant) {
        return "%s(merchant: \"%s\", reason: \"理由\")".formatted(mutation, node(HERE, "merchant", merchant));
    }
}
