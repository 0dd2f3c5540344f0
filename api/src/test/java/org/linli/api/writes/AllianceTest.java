package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/** Unit 1 is the unit contact's. Compounds 1 and 5 lie in the street officer's duty, compound 2 does not. */
class AllianceTest {
    private static final String SAVED =
            "... on PairingSaved { pairing { id status version pairedOn endedOn review endReason } }";

    private final Writes writes = new Writes();

    /** Resident 10 lives in grid 1, of street 1; resident 1 in grid 2 there. */
    @Test
    void aUnitIsRegisteredByItsStreet() {
        writes.sql("""
                update resident set subject = '%s' where district_id = :district and id = '%s';
                update resident set subject = null where district_id = :district and id = '%s'
                """.formatted(
                Fixture.id(HERE, "account", 70), Fixture.id(HERE, "resident", 10), Fixture.id(HERE, "resident", 1)));
        JsonNode done = writes.done(
                "street officer", register("DW-1", 1, "contact: \"%s\"".formatted(node(HERE, "resident", 10))), """
                ... on UnitSaved { unit { id code kind street { id } contactName history { nodes { event } } } }
                """);
        assertThat(done.at("/unit/contactName").asString()).isEqualTo("联系人");
        assertThat(done.findValuesAsString("event")).containsExactly("UNIT_REGISTERED");
        assertThat(writes.rows("select contact_subject from unit where district_id = :district and code = 'DW-1'"))
                .containsExactly(Fixture.id(HERE, "account", 70).toString());
        writes.done("district officer", register("DW-2", 2, ""), "");
        assertThat(writes.rows(
                        "select payload ->> 'subject' from job where district_id = :district and kind = 'member'"))
                .containsExactly(Fixture.id(HERE, "account", 70).toString());
        writes.refused("street officer", "CODE_TAKEN", register("DW-1", 1, ""));
        writes.refused("street officer", "CODE_MALFORMED", register("dw", 1, ""));
        writes.refused(
                "street officer", "PHONE_MALFORMED", register("DW-3", 1, "").replace("13700000000", "23700000000"));
        writes.refused("street officer", "OUT_OF_DUTY", register("DW-3", 2, ""));
        writes.refused("street officer", "NOT_FOUND", register("DW-3", 99, ""));
        writes.refused("district officer", "PLACE_RETIRED", register("DW-3", 3, ""));
        writes.refused(
                "street officer",
                "NOT_FOUND",
                register("DW-3", 1, "contact: \"%s\"".formatted(node(HERE, "resident", 99))));
        writes.refused(
                "street officer",
                "CONTACT_WITHOUT_ACCOUNT",
                register("DW-3", 1, "contact: \"%s\"".formatted(node(HERE, "resident", 1))));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "account", 3), Fixture.id(HERE, "resident", 1)));
        writes.refused(
                "street officer",
                "OWN_WORK",
                register("DW-3", 1, "contact: \"%s\"".formatted(node(HERE, "resident", 1))));
        writes.fails("community worker", "FORBIDDEN", register("DW-3", 1, ""));
    }

    @Test
    void aUnitIsRewardedByTheDistrict() {
        String reward = "rewardUnit(unit: \"%s\", points: %d, %s reason: \"示例：结对一年\")";
        JsonNode done = writes.done("district officer", reward.formatted(node(HERE, "unit", 1), 500, ""), """
                ... on PointsGranted { posting { id kind amount account { kind balance owner { ... on Unit { code } } } } }
                """);
        assertThat(done.at("/posting/account").toString())
                .isEqualTo("{\"kind\":\"UNIT\",\"balance\":\"500\",\"owner\":{\"code\":\"U1\"}}");
        String lots = "{ unit(id: \"%s\") { pointsAccounts { nodes { lots { nodes { remaining } } } } } }"
                .formatted(node(HERE, "unit", 1));
        assertThat(writes.asked("unit contact", lots).findValuesAsString("remaining"))
                .containsExactly("500");
        String balance =
                "{ unit(id: \"%s\") { pointsAccounts { nodes { balance } } } }".formatted(node(HERE, "unit", 1));
        assertThat(writes.asked("unit contact", balance).findValuesAsString("balance"))
                .containsExactly("500");
        Caller own = Callers.with(writes.caller("district officer"), Role.UNIT_CONTACT, Fixture.id(HERE, "unit", 1));
        String back = "reversePosting(posting: \"%s\", reason: \"示例\")"
                .formatted(done.at("/posting/id").asString());
        writes.refused(own, "OWN_WORK", back);
        writes.done("district officer", back, "");
        assertThat(writes.asked("unit contact", balance).findValuesAsString("balance"))
                .containsExactly("0");
        writes.refused(own, "OWN_WORK", reward.formatted(node(HERE, "unit", 1), 5, ""));
        writes.refused("district officer", "TOO_MANY_POINTS", reward.formatted(node(HERE, "unit", 1), 100_001, ""));
        writes.refused(
                "district officer",
                "EXPIRY_PASSED",
                reward.formatted(node(HERE, "unit", 1), 5, "expiresOn: \"2024-01-01\","));
        writes.refused("district officer", "NOT_FOUND", reward.formatted(node(THERE, "unit", 1), 5, ""));
        writes.fails("street officer", "FORBIDDEN", reward.formatted(node(HERE, "unit", 1), 5, ""));
    }

    @Test
    void aSetOfRulesIsOpenedAndItsFirstEditionPublished() {
        String open = "openRuleSet(street: \"%s\", code: \"%s\", title: \"联席会议制度\")";
        JsonNode done = writes.done(
                "street officer",
                open.formatted(node(HERE, "street", 1), "ZD-1"),
                "... on RuleSetSaved { ruleSet { id version inForce history { nodes { event } } } }");
        assertThat(done.at("/ruleSet/inForce").isNull()).isTrue();
        assertThat(done.findValuesAsString("event")).containsExactly("RULE_SET_OPENED");
        writes.done(
                "street officer",
                "publishRule(ruleSet: \"%s\", expectedVersion: 1, text: \"第一条\", effectiveFrom: \"2099-01-01\")"
                        .formatted(done.at("/ruleSet/id").asString()),
                "");
        writes.refused("street officer", "CODE_TAKEN", open.formatted(node(HERE, "street", 1), "ZD-1"));
        writes.refused("street officer", "CODE_MALFORMED", open.formatted(node(HERE, "street", 1), "制度"));
        writes.refused("street officer", "OUT_OF_DUTY", open.formatted(node(HERE, "street", 2), "ZD-2"));
        writes.refused("street officer", "NOT_FOUND", open.formatted(node(HERE, "street", 99), "ZD-2"));
        writes.refused("district officer", "PLACE_RETIRED", open.formatted(node(HERE, "street", 3), "ZD-2"));
        writes.fails("unit contact", "FORBIDDEN", open.formatted(node(HERE, "street", 1), "ZD-2"));
    }

    private static String register(String code, int street, String said) {
        return """
                registerUnit(input: { code: "%s" name: "示例医院" kind: INSTITUTION street: "%s" contactName: "联系人" contactPhone: "13700000000" %s })""".formatted(code, node(HERE, "street", street), said);
    }

    @BeforeEach
    void unpair() {
        writes.sql("delete from pairing where district_id = :district");
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aUnitIsInvitedAppliesIsApprovedAndPaired() {
        String id = id(writes.done("street officer", with("inviteUnit", 1, 1), SAVED));
        writes.refused("street officer", "ALREADY_PAIRED", with("inviteUnit", 1, 1));
        writes.refused("street officer", "TRANSITION_REFUSED", step("approveUnit", id, 1));
        writes.done("unit contact", with("applyToAlliance", 1, 1), SAVED);
        writes.refused("unit contact", "TRANSITION_REFUSED", with("applyToAlliance", 1, 1));
        writes.refused("street officer", "VERSION_CONFLICT", step("approveUnit", id, 1));
        writes.refused("street officer", "TRANSITION_REFUSED", paired(1, 1, 2));
        writes.done("street officer", step("approveUnit", id, 2), SAVED);
        writes.refused("street officer", "VERSION_CONFLICT", paired(1, 1, 2));
        JsonNode done = writes.done(
                "street officer",
                paired(1, 1, 3),
                "... on PairingSaved { pairing { status version history { nodes { event toState } } } }");
        assertThat(done.toString()).isEqualTo("""
                {"__typename":"PairingSaved","pairing":{"status":"PAIRED","version":4,"history":{"nodes":[\
                {"event":"PAIRING_MOVED","toState":"INVITED"},{"event":"PAIRING_MOVED","toState":"APPLIED"},\
                {"event":"PAIRING_MOVED","toState":"APPROVED"},{"event":"PAIRING_MOVED","toState":"PAIRED"}]}}}""");
        assertThat(writes.asked("guest", "{ pairings { nodes { status } } }").findValuesAsString("status"))
                .containsExactly("PAIRED");
    }

    @Test
    void aYearIsLookedBackOnAndFollowedByAnother() {
        String id = pairing("PAIRED", 1, 1);
        assertThat(writes.refused("street officer", "REVIEW_NOT_DUE", reviewed(id, 1))
                        .path("message")
                        .asString())
                .matches("Reviews come once a year: here the next one is due on \\d{4}-\\d\\d-\\d\\d\\.");
        aYearPasses();
        writes.refused("street officer", "TRANSITION_REFUSED", step("renewPairing", id, 1));
        writes.refused("street officer", "VERSION_CONFLICT", reviewed(id, 9));
        assertThat(writes.done("street officer", reviewed(id, 1), SAVED).findValuesAsString("review"))
                .containsExactly("走访十次\n效果好");
        assertThat(writes.asked("guest", "{ pairings { nodes { review } } }").toString())
                .contains("{\"review\":null}");
        writes.refused("street officer", "TRANSITION_REFUSED", reviewed(id, 2));
        writes.refused("street officer", "VERSION_CONFLICT", step("renewPairing", id, 1));
        writes.done("street officer", step("renewPairing", id, 2), SAVED);
        writes.refused("street officer", "REVIEW_NOT_DUE", reviewed(id, 3));
        aYearPasses();
        writes.done("street officer", reviewed(id, 3), SAVED);
    }

    @Test
    void aPairingEndsAndMayBeginAnew() {
        String id = pairing("PAIRED", 1, 1);
        writes.refused("unit contact", "VERSION_CONFLICT", ended(id, 2));
        JsonNode done = writes.done("unit contact", ended(id, 1), SAVED);
        assertThat(done.findValuesAsString("endReason")).containsExactly("单位迁出");
        // It was paired for a day at least.
        assertThat(done.findValuesAsString("endedOn"))
                .allMatch(day -> day.compareTo(writes.rows("""
                select paired_on from pairing where district_id = :district
                """).getFirst()) > 0);
        writes.refused("street officer", "TRANSITION_REFUSED", ended(id, 2));
        assertThat(writes.rows("select reason from event where district_id = :district and reason is not null"))
                .containsExactly("单位迁出");
        writes.done("unit contact", with("applyToAlliance", 1, 1), SAVED);
        writes.done("district officer", ended(pairing("APPLIED", 2, 2), 1), SAVED);
    }

    @Test
    void nobodyJudgesTheOwnUnit() {
        String id = pairing("APPLIED", 1, 1);
        writes.sql("update unit set contact_subject = '%s' where district_id = :district and id = '%s'"
                .formatted(Fixture.id(HERE, "account", 3), Fixture.id(HERE, "unit", 1)));
        writes.refused("street officer", "OWN_WORK", step("approveUnit", id, 1));
        writes.refused("street officer", "OWN_WORK", paired(1, 1, 1));
        writes.refused("street officer", "OWN_WORK", step("renewPairing", id, 1));
        writes.refused("street officer", "OWN_WORK", reviewed(id, 1));
        writes.done("district officer", step("approveUnit", id, 1), SAVED);
    }

    @ParameterizedTest
    @CsvSource({"approveUnit", "renewPairing", "reviewPairing", "endPairing", "pairUnit"})
    void whatLiesOutsideTheDutyIsRefusedOrNotThere(String step) {
        String id = pairing("PAIRED", 2, 2);
        writes.refused("street officer", "OUT_OF_DUTY", call(step, id));
        writes.fails("resident", "FORBIDDEN", call(step, id));
        if (step.equals("endPairing")) writes.refused("unit contact", "OUT_OF_DUTY", call(step, id));
        else writes.fails("unit contact", "FORBIDDEN", call(step, id));
        writes.sql("update pairing set status = 'APPLIED' where district_id = :district");
        writes.refused("street officer", "NOT_FOUND", call(step, id));
        writes.refused("district officer there", "NOT_FOUND", call(step, node(THERE, "pairing", 9)));
        writes.sql("delete from pairing where district_id = :district");
        writes.refused("district officer", "NOT_FOUND", call(step, id));
    }

    @Test
    void onlyTheContactAppliesAndOnlyOrganisersInvite() {
        writes.refused("unit contact", "OUT_OF_DUTY", with("applyToAlliance", 2, 1));
        writes.refused("street officer", "OUT_OF_DUTY", with("inviteUnit", 2, 2));
        String absent = "(unit: \"%s\", compound: \"%s\")".formatted(node(THERE, "unit", 1), node(HERE, "compound", 1));
        writes.refused("unit contact", "NOT_FOUND", "applyToAlliance" + absent);
        writes.refused("street officer", "NOT_FOUND", "inviteUnit" + absent);
        writes.fails("street officer", "FORBIDDEN", with("applyToAlliance", 1, 1));
        writes.fails("unit contact", "FORBIDDEN", with("inviteUnit", 1, 1));
    }

    @Test
    void anEditionIsFollowedByTheNext() {
        writes.sql("delete from rule_acknowledgement where district_id = :district");
        String rules = node(HERE, "rules", 2);
        JsonNode done = writes.done("district officer", published(rules, 1, "2099-01-01"), """
                ... on EditionPublished { edition { id number text } ruleSet { version history { nodes { event } } } }
                """);
        assertThat(done.path("edition").path("number").asInt()).isEqualTo(5);
        assertThat(done.path("ruleSet").toString())
                .isEqualTo("{\"version\":2,\"history\":{\"nodes\":[{\"event\":\"RULE_PUBLISHED\"}]}}");
        writes.refused("district officer", "VERSION_CONFLICT", published(rules, 1, "2099-01-01"));
        assertThat(writes.refused("district officer", "EFFECTIVE_TOO_EARLY", published(rules, 2, "2098-12-31"))
                        .path("message")
                        .asString())
                .contains("from 2099-01-01 at the earliest");
        writes.refused("district officer", "EFFECTIVE_TOO_EARLY", published(node(HERE, "rules", 4), 1, "2024-01-01"));
        writes.refused("street officer", "OUT_OF_DUTY", published(node(HERE, "rules", 1), 1, "2099-01-01"));
        writes.refused("district officer", "NOT_FOUND", published(node(THERE, "rules", 1), 1, "2099-01-01"));
    }

    @Test
    void theContactTakesNoteForTheUnit() {
        writes.sql("delete from rule_acknowledgement where district_id = :district");
        // Unit 1 has its seat in street 2, whose rules are sets 1 and 3; the third edition is of set 1.
        String note = noted(3, 1);
        JsonNode done = writes.done(
                "unit contact",
                note,
                "... on RuleAcknowledged { acknowledgement { edition { number } history { nodes { event } } } }");
        assertThat(done.path("acknowledgement").toString())
                .isEqualTo(
                        "{\"edition\":{\"number\":3},\"history\":{\"nodes\":[{\"event\":\"EDITION_ACKNOWLEDGED\"}]}}");
        writes.refused("unit contact", "ALREADY_ACKNOWLEDGED", note);
        writes.refused("unit contact", "OUT_OF_DUTY", noted(3, 3));
        writes.refused("unit contact", "OUT_OF_DUTY", noted(1, 1));
        writes.refused("unit contact", "NOT_FOUND", noted(99, 1));
        writes.fails("street officer", "FORBIDDEN", note);
    }

    /** A pairing of unit and compound that stands so, since today. */
    private String pairing(String status, int unit, int compound) {
        writes.sql("""
                insert into pairing (district_id, id, unit_id, compound_id, status, paired_on)
                values (:district, '%s', '%s', '%s', '%s', (now() at time zone 'Asia/Shanghai')::date)
                """.formatted(
                        Fixture.id(HERE, "pairing", 100 + unit),
                        Fixture.id(HERE, "unit", unit),
                        Fixture.id(HERE, "compound", compound),
                        status));
        return node(HERE, "pairing", 100 + unit);
    }

    private void aYearPasses() {
        writes.sql("""
                update pairing set paired_on = paired_on - interval '1 year', renewed_on = renewed_on - interval '1 year'
                 where district_id = :district
                """);
    }

    private static String call(String step, String id) {
        return switch (step) {
            case "reviewPairing" -> reviewed(id, 1);
            case "endPairing" -> ended(id, 1);
            case "pairUnit" -> paired(2, 2, 1);
            default -> step(step, id, 1);
        };
    }

    private static String id(JsonNode saved) {
        return saved.path("pairing").path("id").asString();
    }

    private static String with(String mutation, int unit, int compound) {
        return "%s(unit: \"%s\", compound: \"%s\")"
                .formatted(mutation, node(HERE, "unit", unit), node(HERE, "compound", compound));
    }

    private static String paired(int unit, int compound, int version) {
        return "pairUnit(unit: \"%s\", compound: \"%s\", expectedVersion: %d)"
                .formatted(node(HERE, "unit", unit), node(HERE, "compound", compound), version);
    }

    private static String step(String mutation, String id, int version) {
        return "%s(pairing: \"%s\", expectedVersion: %d)".formatted(mutation, id, version);
    }

    private static String reviewed(String id, int version) {
        return "reviewPairing(pairing: \"%s\", expectedVersion: %d, review: \"走访十次\\n效果好\")".formatted(id, version);
    }

    private static String ended(String id, int version) {
        return "endPairing(pairing: \"%s\", expectedVersion: %d, reason: \"单位迁出\")".formatted(id, version);
    }

    private static String published(String rules, int version, String from) {
        return "publishRule(ruleSet: \"%s\", expectedVersion: %d, text: \"第一条\\n第二条\", effectiveFrom: \"%s\")"
                .formatted(rules, version, from);
    }

    private static String noted(int edition, int unit) {
        return "acknowledgeRule(edition: \"%s\", unit: \"%s\")"
                .formatted(node(HERE, "edition", edition), node(HERE, "unit", unit));
    }
}
