package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/** Earlier registers are taken over into grid 1, which is at work; grid 2 is not. */
class ImportsTest {
    private static final String OFFICER = "district officer";
    private static final String NUMBER = "990101199001010019";
    private static final String OTHER = "990101199001010035";
    private static final String THIRD = "990101199001010051";
    private static final String FOURTH = "990101199001010078";
    private static final String CHILD = "990101202001010021";
    private static final String LICENCE = "SAMPLE000000000001";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("""
                update grid set status = 'ACTIVE' where district_id = :district and id = '%s';
                update grid set status = 'SPLIT' where district_id = :district and id = '%s';
                update compound set community_id = (select community_id from grid where district_id = :district and id = '%1$s')
                 where district_id = :district and id = '%s';
                """.formatted(
                        Fixture.id(HERE, "grid", 1), Fixture.id(HERE, "grid", 2), Fixture.id(HERE, "compound", 1)));
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aRegisterIsTakenOverOnce() {
        String rows = row(
                        "A-1",
                        "identityNumber: \"" + NUMBER + "\", standing: ACTIVE, tags: [YOUTH, YOUTH], consents: [TAGS]")
                + row("A-2", "standing: REGISTERED, phone: \"11100000001\", birthDate: \"1980-05-05\"");
        JsonNode done = writes.done(OFFICER, residents(rows), "... on ResidentsImported { imported known }");
        assertThat(done.path("imported").intValue()).isEqualTo(2);
        assertThat(writes.rows("""
                select concat_ws(' ', r.register_code, r.gender, r.birth_date, r.status, r.claimed_standing, r.registered_at at time zone 'Asia/Shanghai',
                                 r.identity_mask, r.tags,
                                 (select string_agg(e.name || ' ' || coalesce(e.to_state, ''), ',' order by e.id)
                                    from event e where e.district_id = r.district_id and e.subject_id = r.id))
                  from resident r where r.district_id = :district and r.register_code like 'A-%' order by 1
                """))
                .containsExactly(
                        "A-1 MALE 1990-01-01 REGISTERED ACTIVE 2024-01-08 00:00:00 9****************9 {YOUTH} RESIDENT_IMPORTED REGISTERED,CONSENT_RECORDED ",
                        "A-2 UNKNOWN 1980-05-05 REGISTERED 2024-01-08 00:00:00 {} RESIDENT_IMPORTED REGISTERED");
        assertThat(writes.rows("select count(*)::text from resident r where r::text like '%" + NUMBER + "%'"))
                .containsExactly("0");
        assertThat(writes.refused(OFFICER, "NOTHING_IMPORTED", residents(rows))
                        .path("message")
                        .asString())
                .contains("2");
        JsonNode more = writes.done(
                OFFICER,
                residents(rows + row("A-3", "standing: REGISTERED")),
                "... on ResidentsImported { imported known }");
        assertThat(more.path("imported").intValue()).isEqualTo(1);
        assertThat(more.path("known").intValue()).isEqualTo(2);
    }

    /** Nobody verifies what they brought in themselves, and nothing twice. */
    @Test
    void whatARegisterClaimsIsTrueOnceAnotherOfficerConfirmsIt() {
        String rows = row("E-1", "identityNumber: \"" + NUMBER + "\", standing: ACTIVE")
                + row("E-2", "identityNumber: \"" + OTHER + "\", standing: IDENTITY_VERIFIED")
                + row("E-3", "standing: REGISTERED")
                + row("E-4", "identityNumber: \"" + THIRD + "\", standing: RESIDENCE_VERIFIED")
                + row("E-5", "identityNumber: \"" + FOURTH + "\", standing: ACTIVE");
        String batch = writes.done(
                        OFFICER, residents(rows), "... on ResidentsImported { batch { id status rowCount } }")
                .path("batch")
                .path("id")
                .asString();
        String confirm = "confirmImport(batch: \"" + batch + "\")";
        assertThat(standings("E"))
                .containsExactly("REGISTERED", "REGISTERED", "REGISTERED", "REGISTERED", "REGISTERED");
        // Who is verified by hand, or lives elsewhere by now, is no longer what the register says.
        String fourth = writes.rows("select id from resident where district_id = :district and register_code = 'E-4'")
                .getFirst();
        writes.done(
                "community worker",
                "moveResident(resident: \"resident_%s\", reason: \"搬家\", to: {grid: \"%s\", relation: TENANT})"
                        .formatted(fourth, node(HERE, "grid", 1)),
                "");
        String fifth = writes.rows("select id from resident where district_id = :district and register_code = 'E-5'")
                .getFirst();
        writes.done(
                "grid worker",
                "verifyIdentity(resident: \"resident_%s\", identityNumber: \"%s\")".formatted(fifth, FOURTH),
                "");
        String confirmer =
                "{ importBatches(where: {status: {eq: IMPORTED}, residents: {some: {claimedStanding: {isNull: false}}}}) { nodes { id confirmer } } }";
        String theirs = "{\"id\":\"" + batch + "\",\"confirmer\":\"%s\"}";
        assertThat(writes.asked(OFFICER, confirmer).toString()).contains(theirs.formatted("OFFICER"));
        assertThat(String.valueOf(
                        writes.served().ask(colleague(), confirmer, Map.of()).data()))
                .contains(theirs.formatted("CALLER"));
        writes.refused(OFFICER, "OWN_WORK", confirm);
        writes.refused(colleague(), "NOT_FOUND", confirm.replace(batch, node(THERE, "batch", 1)));
        writes.fails("community worker", "FORBIDDEN", confirm);
        JsonNode done = writes.done(
                colleague(),
                confirm,
                "... on ImportConfirmed { confirmed batch { status confirmedAt history { nodes { event toState } } residents { totalCount } } }",
                null);
        assertThat(done.path("confirmed").intValue()).isEqualTo(3);
        assertThat(done.findValuesAsString("event")).containsExactly("BATCH_IMPORTED", "BATCH_CONFIRMED");
        assertThat(standings("E"))
                .containsExactly("ACTIVE", "IDENTITY_VERIFIED", "REGISTERED", "IDENTITY_VERIFIED", "IDENTITY_VERIFIED");
        assertThat(writes.rows("""
                select distinct e.actor::text from event e join resident r on r.district_id = :district and r.id = e.subject_id
                 where e.district_id = :district and r.register_code = 'E-1' and e.to_state = 'ACTIVE'
                """))
                .containsExactly(Fixture.id(HERE, "account", 35).toString());
        assertThat(writes.refused(colleague(), "TRANSITION_REFUSED", confirm)
                        .path("message")
                        .asString())
                .contains("CONFIRMED");
    }

    @Test
    void nobodyConfirmsTheOwnStanding() {
        String rows = row("F-1", "identityNumber: \"" + NUMBER + "\", standing: ACTIVE");
        String batch = writes.done(OFFICER, residents(rows), "... on ResidentsImported { batch { id } }")
                .path("batch")
                .path("id")
                .asString();
        writes.sql("update resident set subject = '%s' where district_id = :district and register_code = 'F-1'"
                .formatted(Fixture.id(HERE, "account", 35)));
        writes.refused(colleague(), "OWN_WORK", "confirmImport(batch: \"" + batch + "\")");
        // Nor the own child's, after having moved out.
        writes.sql("""
                update resident set subject = null where district_id = :district and register_code = 'F-1';
                update resident set subject = '%s', status = 'MOVED_OUT' where district_id = :district and id = '%s';
                update resident set guardian_id = '%2$s' where district_id = :district and register_code = 'F-1'
                """.formatted(Fixture.id(HERE, "account", 35), Fixture.id(HERE, "resident", 11)));
        writes.refused(colleague(), "OWN_WORK", "confirmImport(batch: \"" + batch + "\")");
    }

    @Test
    void aChildWhoseGuardianConsentsNoMoreIsNotVerified() {
        String child = "identityNumber: \"%s\", standing: ACTIVE, guardian: \"G-1\", consents: [GUARDIANSHIP]";
        String rows = row("G-1", "standing: ACTIVE, identityNumber: \"" + NUMBER + "\"")
                + row("G-2", child.formatted(CHILD))
                + row("G-3", child.formatted("990101202001010048"));
        String batch = writes.done(OFFICER, residents(rows), "... on ResidentsImported { batch { id } }")
                .path("batch")
                .path("id")
                .asString();
        writes.sql("""
                update consent c set withdrawn_at = now() from resident r
                 where c.district_id = :district and r.district_id = :district and r.id = c.resident_id and r.register_code = 'G-2'
                """);
        JsonNode done = writes.done(
                colleague(), "confirmImport(batch: \"" + batch + "\")", "... on ImportConfirmed { confirmed }", null);
        assertThat(done.path("confirmed").intValue()).isEqualTo(2);
        assertThat(standings("G")).containsExactly("ACTIVE", "REGISTERED", "ACTIVE");
    }

    private List<String> standings(String register) {
        return writes.rows(
                "select status from resident where district_id = :district and register_code like '%s-%%' order by register_code"
                        .formatted(register));
    }

    /** Another officer of the district. */
    private Caller colleague() {
        Caller officer = writes.caller(OFFICER);
        return new Caller(
                Fixture.id(HERE, "account", 35),
                officer.district(),
                officer.client(),
                officer.roles(),
                officer.grids(),
                officer.own());
    }

    @Test
    void aChildComesWithTheGuardianOfTheSameListInAnyOrder() {
        writes.done(
                OFFICER,
                residents(row(
                                "C-2",
                                "identityNumber: \"%s\", standing: ACTIVE, guardian: \"C-1\", consents: [GUARDIANSHIP]"
                                        .formatted(CHILD))
                        + row("C-1", "standing: REGISTERED, birthDate: \"1990-01-01\"")),
                "");
        assertThat(writes.rows("""
                select g.register_code || ' ' || c.kind || ' ' || (c.given_by = g.id)
                  from resident r join resident g on g.district_id = :district and g.id = r.guardian_id
                  join consent c on c.district_id = :district and c.resident_id = r.id
                 where r.district_id = :district and r.register_code = 'C-2'
                """)).containsExactly("C-1 GUARDIANSHIP true");
        writes.done(
                OFFICER,
                residents(row("C-3", "standing: REGISTERED, birthDate: \"2021-01-01\", guardian: \"C-1\"")),
                "");
    }

    @Test
    void oneWrongRowLeavesAllOut() {
        String right = row("B-1", "standing: REGISTERED");
        writes.done(OFFICER, residents(row("B-0", "identityNumber: \"" + OTHER + "\", standing: ACTIVE")), "");
        refused(right + row("B-2", "standing: REGISTERED, phone: \"123\""), "2 phone PHONE_MALFORMED");
        refused(right + row("b 2", "standing: REGISTERED"), "2 code CODE_MALFORMED");
        refused(right + right, "2 code CODE_TAKEN");
        refused(row("B-2", "standing: REGISTERED, birthDate: \"1850-01-01\""), "1 birthDate DATES_REFUSED");
        refused(
                row("B-2", "standing: REGISTERED, identityNumber: \"1\""),
                "1 identityNumber IDENTITY_NUMBER_MALFORMED");
        refused(
                row("B-2", "standing: REGISTERED, identityNumber: \"" + OTHER + "\""),
                "1 identityNumber IDENTITY_NUMBER_TAKEN");
        String twin = "standing: ACTIVE, identityNumber: \"" + NUMBER + "\"";
        refused(row("B-2", twin) + row("B-3", twin), "2 identityNumber IDENTITY_NUMBER_TAKEN");
        refused(row("B-2", "standing: IDENTITY_VERIFIED"), "1 identityNumber IDENTITY_NUMBER_UNKNOWN");
        refused(row("B-2", "standing: REGISTERED, birthDate: \"2020-01-01\""), "1 guardian GUARDIAN_REQUIRED");
        refused(row("B-2", "standing: REGISTERED, guardian: \"B-9\""), "1 guardian NOT_FOUND");
        refused(
                row("B-2", "standing: REGISTERED, birthDate: \"1990-01-01\", guardian: \"B-0\""),
                "1 guardian OF_FULL_AGE");
        refused(row("B-2", "standing: REGISTERED, guardian: \"B-2\""), "1 guardian GUARDIAN_UNFIT");
        writes.sql("update resident set subject = '%s' where district_id = :district and register_code = 'B-0'"
                .formatted(Fixture.id(HERE, "account", 31)));
        refused(row("B-2", "standing: REGISTERED, guardian: \"B-0\""), "1 guardian OWN_WORK");
        writes.sql("update resident set subject = null where district_id = :district and register_code = 'B-0'");
        refused(row("B-2", "standing: REGISTERED, consents: [GUARDIANSHIP]"), "1 consents GUARDIAN_REQUIRED");
        refused(
                row("B-2", "standing: ACTIVE, guardian: \"B-0\", identityNumber: \"" + CHILD + "\""),
                "1 consents CONSENT_MISSING");
        refused(row("B-2", "standing: REGISTERED").replace("2024-01-08", "2124-01-08"), "1 registeredOn DATES_REFUSED");
        refused(
                row("B-2", "standing: REGISTERED").replace(node(HERE, "grid", 1), node(HERE, "grid", 2)),
                "1 dwelling.grid GRID_NOT_ACTIVE");
        refused(
                row("B-2", "standing: REGISTERED").replace(node(HERE, "grid", 1), node(THERE, "grid", 1)),
                "1 dwelling.grid NOT_FOUND");
        refused(
                row("B-2", "standing: REGISTERED").replace(node(HERE, "compound", 1), node(HERE, "compound", 3)),
                "1 dwelling.compound NOT_FOUND");
        refused(
                row("B-2", "standing: ACTIVE, phone: \"1\", identityNumber: \"1\""),
                "1 phone PHONE_MALFORMED",
                "1 identityNumber IDENTITY_NUMBER_MALFORMED");
        writes.fails("community worker", "FORBIDDEN", residents(right));
    }

    @Test
    void aThousandRowsAreTakenAndNotOneMore() {
        List<Map<String, Object>> people = IntStream.range(0, 1_001)
                .<Map<String, Object>>mapToObj(i -> Map.of(
                        "code", "D-" + i,
                        "name", "示例居民",
                        "standing", "REGISTERED",
                        "registeredOn", "2024-01-08",
                        "dwelling", Map.of("grid", node(HERE, "grid", 1), "relation", "TENANT")))
                .toList();
        String residents = "importResidents(residents: $rows)";
        JsonNode tooLong = writes.refused(OFFICER, "IMPORT_TOO_LONG", residents, "ResidentImport", people);
        assertThat(tooLong.path("message").asString()).contains("1000");
        assertThat(writes.ran(OFFICER, residents, "ResidentImport", people.subList(0, 1_000))
                        .path("__typename")
                        .asString())
                .isEqualTo("ResidentsImported");
        Map<String, Object> lead = Map.of(
                "name", "示例面馆",
                "category", "DINING",
                "address", "示例路1号",
                "contactName", "示例店主",
                "contactPhone", "11100000001",
                "grid", node(HERE, "grid", 1));
        List<Map<String, Object>> merchants = IntStream.range(0, 1_001)
                .<Map<String, Object>>mapToObj(i -> Map.of("code", "S-" + i, "lead", lead, "standing", "LEAD"))
                .toList();
        writes.refused(OFFICER, "IMPORT_TOO_LONG", "importMerchants(merchants: $rows)", "MerchantImport", merchants);
    }

    @Test
    void merchantsAreTakenOverOnce() {
        String rows = merchant("S-1", "standing: SIGNED, signedOn: \"2024-02-01\", licence: \"" + LICENCE + "\"")
                + merchant("S-2", "standing: LEAD");
        JsonNode done = writes.done(OFFICER, merchants(rows), "... on MerchantsImported { imported known }");
        assertThat(done.path("imported").intValue()).isEqualTo(2);
        assertThat(writes.rows("""
                select concat_ws(' ', m.code, m.status, m.signed_on, m.licence,
                                 (select string_agg(e.name || ' ' || e.to_state, ',')
                                    from event e where e.district_id = m.district_id and e.subject_id = m.id))
                  from merchant m where m.district_id = :district and m.code like 'S-%' order by 1
                """))
                .containsExactly(
                        "S-1 SIGNED 2024-02-01 " + LICENCE + " MERCHANT_MOVED SIGNED", "S-2 LEAD MERCHANT_MOVED LEAD");
        writes.refused(OFFICER, "NOTHING_IMPORTED", merchants(rows));
        JsonNode more = writes.done(
                OFFICER,
                merchants(rows + merchant("S-3", "standing: VISITED")),
                "... on MerchantsImported { imported known }");
        assertThat(more.path("known").intValue()).isEqualTo(2);
    }

    /** Whoever takes a register over vouches for it, and so does not verify it. */
    @Test
    void whatWasTakenOverIsVerifiedBySomebodyElseAndGetsAContact() {
        writes.done(
                OFFICER,
                merchants(merchant("S-4", "standing: SIGNED, signedOn: \"2024-02-01\", licence: \"" + LICENCE + "\"")),
                "");
        String id = "merchant_"
                + writes.rows("select id from merchant where district_id = :district and code = 'S-4'")
                        .getFirst();
        String verify = "verifyMerchant(merchant: \"%s\")".formatted(id);
        writes.refused(OFFICER, "OWN_WORK", verify);
        writes.done("street officer", verify, "");
        writes.sql("update resident set subject = '%s', grid_id = '%s' where district_id = :district and id = '%s'"
                .formatted(
                        Fixture.id(HERE, "account", 50),
                        Fixture.id(HERE, "grid", 1),
                        Fixture.id(HERE, "resident", 10)));
        JsonNode named = writes.done(
                "community worker",
                """
                nameContact(merchant: "%s", contact: "%s", contactName: "示例店主", contactPhone: "11100000002")""".formatted(id, node(HERE, "resident", 10)),
                "... on MerchantChanged { merchant { status contactPhone history { nodes { event } } } }");
        assertThat(named.path("merchant").toString())
                .isEqualTo(
                        "{\"status\":\"VERIFIED\",\"contactPhone\":\"11100000002\",\"history\":{\"nodes\":[{\"event\":\"MERCHANT_MOVED\"},"
                                + "{\"event\":\"MERCHANT_MOVED\"},{\"event\":\"MERCHANT_CONTACT_NAMED\"}]}}");
    }

    @Test
    void oneWrongMerchantLeavesAllOut() {
        String right = merchant("T-1", "standing: LEAD");
        unsigned(right + merchant("t 1", "standing: LEAD"), "2 code CODE_MALFORMED");
        unsigned(right + right, "2 code CODE_TAKEN");
        unsigned(
                merchant("T-2", "standing: LEAD").replace("11100000001", "123"), "1 lead.contactPhone PHONE_MALFORMED");
        unsigned(
                merchant("T-2", "standing: LEAD").replace(node(HERE, "grid", 1), node(HERE, "grid", 2)),
                "1 lead.grid GRID_NOT_ACTIVE");
        unsigned(
                merchant("T-2", "standing: LEAD").replace(node(HERE, "grid", 1), node(THERE, "grid", 1)),
                "1 lead.grid NOT_FOUND");
        unsigned(merchant("T-2", "standing: LEAD, signedOn: \"2024-02-01\""), "1 signedOn WRONG_FORM");
        unsigned(merchant("T-2", "standing: SIGNED, licence: \"" + LICENCE + "\""), "1 signedOn WRONG_FORM");
        unsigned(merchant("T-2", "standing: SIGNED, signedOn: \"2024-02-01\""), "1 licence WRONG_FORM");
        unsigned(
                merchant("T-2", "standing: SIGNED, signedOn: \"2124-02-01\", licence: \"" + LICENCE + "\""),
                "1 signedOn WRONG_FORM");
        writes.fails("community worker", "FORBIDDEN", merchants(right));
    }

    private void refused(String rows, String... faults) {
        told(residents(rows), faults);
    }

    private void unsigned(String rows, String... faults) {
        told(merchants(rows), faults);
    }

    private void told(String mutation, String... faults) {
        writes.refused(OFFICER, "IMPORT_REFUSED", mutation);
        JsonNode told = writes.run(writes.caller(OFFICER), mutation, "... on ImportRefused { faults }", null)
                .path("faults");
        assertThat(told.values().stream().map(JsonNode::asString)).containsExactly(faults);
    }

    private static String residents(String rows) {
        return "importResidents(residents: [" + rows + "])";
    }

    private static String row(String code, String more) {
        return """
                {code: "%s", name: "示例居民", registeredOn: "2024-01-08", %s,
                 dwelling: {grid: "%s", compound: "%s", door: "1-1-101", relation: TENANT}}
                """.formatted(code, more, node(HERE, "grid", 1), node(HERE, "compound", 1));
    }

    private static String merchants(String rows) {
        return "importMerchants(merchants: [" + rows + "])";
    }

    private static String merchant(String code, String more) {
        return """
                {code: "%s", %s, lead: {name: "示例面馆", category: DINING, address: "示例路1号", contactName: "示例店主",
                                        contactPhone: "11100000001", grid: "%s"}}
                """.formatted(code, more, node(HERE, "grid", 1));
    }
}
