package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * Residents 10 and 20 live in grid 1, of the grid worker's duty, which is at work; resident 1, grown up and with an account, lives in
 * grid 2 and is guardian of resident 2.
 */
class ResidentsTest {
    private static final String ADULT = "990101199001010019";
    private static final String OTHER = "990101199001010035";
    private static final String CHILD = "990101202001010021";
    private static final String WORKER = "grid worker";
    private static final String RESIDENT = "resident { id name status version }";
    private static final String HISTORY = "resident { history { nodes { event fromState toState reason } } }";

    private final Writes writes = new Writes();

    @BeforeEach
    void open() {
        writes.sql("""
                update grid set status = 'ACTIVE' where district_id = :district and id in ('%1$s', '%2$s');
                update compound set community_id = '%3$s' where district_id = :district and id = '%4$s';
                update resident set status = 'REGISTERED', guardian_id = null, identity_sealed = null, identity_index = null,
                                    identity_mask = null, birth_date = '1980-01-01', subject = null, dwelling = '1-1-101'
                 where district_id = :district and id in ('%5$s', '%6$s')
                """.formatted(
                        id("grid", 1),
                        id("grid", 2),
                        id("community", 1),
                        id("compound", 1),
                        id("resident", 10),
                        id("resident", 20)));
        writes.sql("""
                update resident set birth_date = '1980-01-01', status = 'ACTIVE' where district_id = :district and id = '%s';
                update resident set birth_date = '2020-01-01', status = 'REGISTERED', identity_sealed = null, identity_index = null, identity_mask = null
                 where district_id = :district and id = '%s';
                """.formatted(id("resident", 1), id("resident", 2)));
        writes.sql("update consent set withdrawn_at = given_at where district_id = :district and withdrawn_at is null");
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aWorkerRegistersAndTheNumberIsSealed() {
        JsonNode done = writes.done(
                WORKER,
                register("identityNumber: \"" + ADULT + "\", phone: \"11100000001\", tags: [YOUTH, YOUTH]"),
                "... on ResidentRegistered { resident { status gender birthDate phone identityNumber tags compound { code } history { nodes { event } } } }");
        assertThat(done.path("resident").toString()).isEqualTo("""
                {"status":"REGISTERED","gender":"MALE","birthDate":"1990-01-01","phone":"11100000001",\
                "identityNumber":"9****************%s","tags":["YOUTH"],"compound":{"code":"Q1"},\
                "history":{"nodes":[{"event":"RESIDENT_RECORDED"}]}}""".formatted(ADULT.substring(17)));
        assertThat(writes.rows("select count(*)::text from resident r where r::text like '%" + ADULT + "%'"))
                .containsExactly("0");
        writes.refused(WORKER, "IDENTITY_NUMBER_TAKEN", register("identityNumber: \"" + ADULT + "\""));
        JsonNode told = writes.done(
                WORKER,
                "changeResident(resident: \"%s\", change: {tags: [YOUTH, ELDER, YOUTH, CHILD, ELDER]}, expectedVersion: 1)"
                        .formatted(node(HERE, "resident", 10)),
                "... on ResidentChanged { resident { tags } }");
        assertThat(told.path("resident").path("tags").toString()).isEqualTo("[\"YOUTH\",\"ELDER\",\"CHILD\"]");
    }

    @Test
    void whatCannotBeSomebodyIsNotRegistered() {
        for (String wrong : List.of(
                ADULT.substring(0, 17) + "0", "990101199002300012", "123", "99010119900101001x1", "990101209901010019"))
            writes.refused(WORKER, "IDENTITY_NUMBER_MALFORMED", register("identityNumber: \"" + wrong + "\""));
        writes.refused(WORKER, "PHONE_MALFORMED", register("phone: \"12345\""));
        writes.refused(WORKER, "DATES_REFUSED", register("birthDate: \"1850-01-01\""));
        writes.refused(WORKER, "DATES_REFUSED", register("birthDate: \"2190-01-01\""));
        writes.refused(WORKER, "GUARDIAN_REQUIRED", register("birthDate: \"2024-01-01\""));
        writes.refused(WORKER, "OF_FULL_AGE", register("birthDate: \"1990-01-01\", " + guardian(20)));
        writes.sql("update resident set birth_date = '2015-01-01' where district_id = :district and id = '"
                + id("resident", 20) + "'");
        writes.refused(WORKER, "GUARDIAN_UNFIT", register(guardian(20)));
        writes.refused(WORKER, "NOT_FOUND", register(guardian(1)));
        writes.refused(WORKER, "NOT_FOUND", register("").replace(node(HERE, "compound", 1), node(HERE, "compound", 3)));
        writes.refused(WORKER, "OUT_OF_DUTY", register("").replace(node(HERE, "grid", 1), node(HERE, "grid", 2)));
        writes.sql("update grid set status = 'SPLIT' where district_id = :district and id = '" + id("grid", 1) + "'");
        writes.refused(WORKER, "GRID_NOT_ACTIVE", register(""));
        writes.fails("district officer", "FORBIDDEN", register(""));
        writes.fails(WORKER, "INVALID_TEXT", register("").replace("示例居民", "x".repeat(61)));
    }

    @Test
    void aChildRegisteredByAWorkerWaitsForTheGuardiansConsent() {
        writes.sql("update resident set grid_id = '%s', community_id = '%s' where district_id = :district and id = '%s'"
                .formatted(id("grid", 1), id("community", 1), id("resident", 1)));
        JsonNode done = writes.done(
                WORKER,
                register("birthDate: \"2020-01-01\", " + guardian(1)),
                "... on ResidentRegistered { resident { id } }");
        String child = done.path("resident").path("id").asString();
        String verify = "verifyIdentity(resident: \"%s\", identityNumber: \"%s\")".formatted(child, CHILD);
        assertThat(writes.refused(WORKER, "CONSENT_MISSING", verify)
                        .path("message")
                        .asString())
                .contains("GUARDIANSHIP");
        String consent = "giveConsent(kind: GUARDIANSHIP, child: \"" + child + "\")";
        writes.done("resident", consent, "... on ConsentGiven { consent { kind givenAt } }");
        writes.refused("resident", "CONSENT_ALREADY_GIVEN", consent);
        writes.done(WORKER, verify, "");
    }

    @Test
    void aGuardianRegistersTheOwnChild() {
        String register = "registerChild(registration: {name: \"示例儿童\", birthDate: \"2021-05-01\"%s})";
        JsonNode done = writes.done(
                "resident",
                register.formatted(""),
                "... on ChildRegistered { child { name tags guardian { id } grid { code } consents { nodes { kind } } } }");
        assertThat(done.path("child").toString()).isEqualTo("""
                {"name":"示例儿童","tags":["CHILD"],"guardian":{"id":"%s"},"grid":{"code":"G2"},\
                "consents":{"nodes":[{"kind":"GUARDIANSHIP"}]}}""".formatted(node(HERE, "resident", 1)));
        String numbered = register.formatted(", identityNumber: \"" + CHILD + "\"");
        writes.done("resident", numbered, "");
        writes.refused("resident", "IDENTITY_NUMBER_TAKEN", numbered);
        writes.refused("resident", "IDENTITY_NUMBER_MALFORMED", numbered.replace(CHILD, "1" + CHILD));
        writes.refused("resident", "OF_FULL_AGE", register.formatted("").replace("2021", "1990"));
        writes.refused("resident", "DATES_REFUSED", register.formatted("").replace("2021", "2121"));
        writes.sql("update grid set status = 'SPLIT' where district_id = :district and id = '" + id("grid", 2) + "'");
        writes.refused("resident", "GRID_NOT_ACTIVE", register.formatted(""));
        writes.sql("update resident set birth_date = '2012-01-01' where district_id = :district and id = '"
                + id("resident", 1) + "'");
        writes.refused("resident", "GUARDIAN_UNFIT", register.formatted(""));
    }

    @Test
    void aGuardianIsLinkedAndTheConsentOfAnotherEnds() {
        writes.sql("update resident set birth_date = '2020-01-01' where district_id = :district and id = '"
                + id("resident", 10) + "'");
        writes.sql("""
                insert into consent (district_id, resident_id, kind, given_by) values (:district, '%s', 'PICTURES', '%s')
                """.formatted(id("resident", 10), id("resident", 2)));
        String link = "linkGuardian(child: \"%s\", guardian: \"%s\")";
        JsonNode done = writes.done(
                WORKER,
                link.formatted(node(HERE, "resident", 10), node(HERE, "resident", 20)),
                "... on GuardianLinked { child { guardian { id } consents { nodes { withdrawnAt } } } }");
        assertThat(done.findValuesAsString("id")).containsExactly(node(HERE, "resident", 20));
        assertThat(done.findValue("withdrawnAt").isNull()).isFalse();
        writes.refused(
                WORKER, "GUARDIAN_UNFIT", link.formatted(node(HERE, "resident", 10), node(HERE, "resident", 10)));
        writes.refused(WORKER, "OF_FULL_AGE", link.formatted(node(HERE, "resident", 20), node(HERE, "resident", 20)));
        writes.refused(WORKER, "NOT_FOUND", link.formatted(node(THERE, "resident", 10), node(HERE, "resident", 20)));
        writes.refused("worker and resident", "OUT_OF_DUTY", link.formatted(own(), node(HERE, "resident", 20)));
        own(10);
        writes.refused(WORKER, "OWN_WORK", link.formatted(node(HERE, "resident", 10), node(HERE, "resident", 20)));
    }

    @Test
    void aRegistrationGoesItsWayOnceByOthersHands() {
        String person = node(HERE, "resident", 10);
        String identity = "verifyIdentity(resident: \"%s\", identityNumber: \"%s\")".formatted(person, ADULT);
        String residence = "verifyResidence(resident: \"" + person + "\")";
        String activate = "activateResident(resident: \"" + person + "\")";
        writes.refused(WORKER, "TRANSITION_REFUSED", residence);
        writes.refused(WORKER, "TRANSITION_REFUSED", activate);
        writes.refused(WORKER, "IDENTITY_NUMBER_MALFORMED", identity.replace(ADULT, "1"));
        writes.done("community worker", identity, "");
        writes.refused(WORKER, "TRANSITION_REFUSED", identity);
        writes.refused(WORKER, "IDENTITY_NUMBER_TAKEN", identity.replace(person, node(HERE, "resident", 20)));
        writes.fails("community worker", "FORBIDDEN", residence);
        writes.done(WORKER, residence, "");
        writes.refused(WORKER, "TRANSITION_REFUSED", residence);
        JsonNode done = writes.done(WORKER, activate, "... on ResidentActivated { " + HISTORY + " }");
        assertThat(done.findValuesAsString("toState"))
                .containsExactly("IDENTITY_VERIFIED", "RESIDENCE_VERIFIED", "ACTIVE");
        writes.sql("update resident set status = 'REGISTERED' where district_id = :district and id = '"
                + id("resident", 10) + "'");
        writes.refused(WORKER, "IDENTITY_NUMBER_DIFFERS", identity.replace(ADULT, OTHER));
    }

    /** Resident 10 has joined with account 99, which knew nothing of an earlier record. */
    @Test
    void whoWasRegisteredBeforeGoesOnWithTheAccountOnceTheCardIsSeen() {
        String known = registered();
        writes.sql("""
                update resident set subject = '%1$s' where district_id = :district and id = '%2$s';
                update resident set birth_date = '2020-01-01', guardian_id = '%2$s' where district_id = :district and id = '%3$s';
                insert into consent (district_id, resident_id, kind, given_by) values (:district, '%3$s', 'GUARDIANSHIP', '%2$s');
                """.formatted(id("account", 99), id("resident", 10), id("resident", 20)));
        JsonNode done = writes.done(
                WORKER,
                identity(10, ADULT),
                "... on IdentityVerified { resident { id status history { nodes { event } } children { nodes { id } } } }");
        assertThat(done.path("resident").path("id").asString()).isEqualTo(known);
        assertThat(done.path("resident").path("status").asString()).isEqualTo("IDENTITY_VERIFIED");
        assertThat(done.findValuesAsString("event"))
                .containsExactlyInAnyOrder("RESIDENT_RECORDED", "ACCOUNT_LINKED", "RESIDENT_STATUS_MOVED");
        assertThat(done.path("resident").path("children").findValuesAsString("id"))
                .containsExactly(node(HERE, "resident", 20));
        assertThat(accounts(known)).containsExactly(id("account", 99));
        assertThat(writes.rows("select status from resident where district_id = :district and id = '%s'"
                        .formatted(id("resident", 10))))
                .containsExactly("ERASED");
        assertThat(writes.rows("""
                select count(*)::text from consent where district_id = :district and resident_id = '%s' and withdrawn_at is null
                """.formatted(id("resident", 20)))).containsExactly("0");
        writes.refused(WORKER, "TRANSITION_REFUSED", identity(10, ADULT));
    }

    /** Resident 10 has joined with account 99, volunteers, has a seat and points. */
    @Test
    void whatTheNewcomerHasEndsOrIsTakenOver() {
        String known = registered();
        writes.sql("""
                update resident set subject = '%1$s', phone = '11100000007' where district_id = :district and id = '%2$s';
                update volunteer set subject = '%1$s', resident_id = '%2$s' where district_id = :district and id = '%3$s';
                update activity set status = 'ENROLLING', published_at = now(), capacity = 9, points_cost = 0, cancel_reason = null,
                                    starts_at = now() + interval '1 day', ends_at = now() + interval '2 days', enrol_until = null
                 where district_id = :district and id = '%4$s';
                insert into enrolment (district_id, activity_id, resident_id, status) values (:district, '%4$s', '%2$s', 'CONFIRMED');
                """.formatted(id("account", 99), id("resident", 10), id("volunteer", 9), id("activity", 1)));
        String posting = writes.done(
                        "district officer",
                        "grantPoints(resident: \"%s\", points: 40, reason: \"示例\")"
                                .formatted(node(HERE, "resident", 10)),
                        "... on PointsGranted { posting { id } }")
                .path("posting")
                .path("id")
                .asString();
        assertThat(writes.refused(WORKER, "POINTS_LEFT", identity(10, ADULT))
                        .path("message")
                        .asString())
                .contains("40");
        writes.done("district officer", "reversePosting(posting: \"%s\", reason: \"合并\")".formatted(posting), "");
        JsonNode done = writes.done(WORKER, identity(10, ADULT), "... on IdentityVerified { resident { phone } }");
        assertThat(done.path("resident").path("phone").asString()).isEqualTo("11100000007");
        assertThat(writes.rows(
                        "select status from enrolment where district_id = :district and activity_id = '%s' and resident_id = '%s'"
                                .formatted(id("activity", 1), id("resident", 10))))
                .containsExactly("CANCELLED");
        assertThat(writes.rows("select subject from volunteer where district_id = :district and id = '%s'"
                        .formatted(id("volunteer", 9))))
                .containsExactly((String) null);
        UUID person = UUID.fromString(known.substring("resident_".length()));
        Caller resident = writes.caller("resident");
        Caller one = new Caller(
                Fixture.id(HERE, "account", 99),
                resident.district(),
                resident.client(),
                Set.of(Role.RESIDENT),
                Map.of(),
                Map.of(Role.RESIDENT, Set.of(person)));
        writes.done(one, "joinVolunteers", "", null);
        assertThat(writes.rows("select resident_id from volunteer where district_id = :district and subject = '%s'"
                        .formatted(id("account", 99))))
                .containsExactly(person.toString());
    }

    @Test
    void aRecordOfSomebodyElseOrElsewhereIsNotTaken() {
        String known = registered();
        String taken = "IDENTITY_NUMBER_TAKEN";
        String uuid = known.substring("resident_".length());
        String change = "update resident set %s where district_id = :district and id = '" + uuid + "'";
        writes.refused(WORKER, taken, identity(10, ADULT));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id("account", 99), id("resident", 10)));
        writes.sql(change.formatted("subject = '" + id("account", 98) + "'"));
        writes.refused(WORKER, taken, identity(10, ADULT));
        writes.sql(change.formatted("subject = null, verify_by = null, status = 'SUSPENDED'"));
        writes.refused(WORKER, taken, identity(10, ADULT));
        writes.sql(change.formatted(
                "status = 'ACTIVE', community_id = '%s', grid_id = '%s'".formatted(id("community", 2), id("grid", 3))));
        writes.refused(WORKER, taken, identity(10, ADULT));
        writes.sql(change.formatted("status = 'MOVED_OUT', subject = '" + id("account", 1) + "'"));
        writes.refused(WORKER, "OWN_WORK", identity(10, ADULT));
        // From another grid the person comes back to where they joined, with the account they have now.
        writes.sql(change.formatted("subject = '" + id("account", 98) + "'"));
        JsonNode done = writes.done(
                WORKER,
                identity(10, ADULT),
                "... on IdentityVerified { resident { id status grid { code } dwelling } }");
        assertThat(done.path("resident").toString())
                .isEqualTo(
                        "{\"id\":\"%s\",\"status\":\"IDENTITY_VERIFIED\",\"grid\":{\"code\":\"G1\"},\"dwelling\":\"1-1-101\"}"
                                .formatted(known));
        assertThat(accounts(known)).containsExactly(id("account", 99));
    }

    /** As where a guardian is linked. */
    @Test
    void whoComesBackIsEntrustedToNobodyByTheOwnPeople() {
        String back = register("identityNumber: \"" + CHILD + "\", " + guardian(20));
        String child = writes.done(WORKER, back, "... on ResidentRegistered { resident { id } }")
                .path("resident")
                .path("id")
                .asString()
                .substring("resident_".length());
        String change = "update resident set status = 'MOVED_OUT', verify_by = null, guardian_id = null, subject = %s"
                + " where district_id = :district and id = '" + child + "'";
        writes.sql(change.formatted("'" + id("account", 1) + "'"));
        writes.refused(WORKER, "OWN_WORK", back);
        writes.sql(change.formatted("null"));
        own(20);
        writes.refused(WORKER, "OWN_WORK", back);
    }

    @Test
    void whoComesBackIsRegisteredOnTheSameRecord() {
        String known = writes.done(
                        WORKER,
                        register("identityNumber: \"" + CHILD + "\", " + guardian(10)),
                        "... on ResidentRegistered { resident { id } }")
                .path("resident")
                .path("id")
                .asString();
        String out = "moveResident(resident: \"" + known + "\", reason: \"外迁\")";
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id("account", 99), known.substring("resident_".length())));
        writes.done(WORKER, out, "");
        assertThat(members()).containsExactly(id("account", 99));
        JsonNode done = writes.done(
                WORKER,
                register("identityNumber: \"" + CHILD + "\", phone: \"11100000002\", " + guardian(20)),
                "... on ResidentRegistered { resident { id status phone guardian { id } history { nodes { event toState } } } }");
        assertThat(done.path("resident").path("id").asString()).isEqualTo(known);
        assertThat(done.path("resident").path("status").asString()).isEqualTo("REGISTERED");
        assertThat(done.path("resident").path("phone").asString()).isEqualTo("11100000002");
        assertThat(done.findValue("guardian").path("id").asString()).isEqualTo(node(HERE, "resident", 20));
        assertThat(done.findValuesAsString("toState")).contains("MOVED_OUT");
        assertThat(members()).containsExactly(id("account", 99), id("account", 99));
        writes.refused(WORKER, "IDENTITY_NUMBER_TAKEN", register("identityNumber: \"" + CHILD + "\", " + guardian(20)));
    }

    private String registered() {
        return writes.done(
                        WORKER,
                        register("identityNumber: \"" + ADULT + "\""),
                        "... on ResidentRegistered { resident { id } }")
                .path("resident")
                .path("id")
                .asString();
    }

    private static String identity(int resident, String number) {
        return "verifyIdentity(resident: \"%s\", identityNumber: \"%s\")"
                .formatted(node(HERE, "resident", resident), number);
    }

    private List<String> accounts(String resident) {
        return writes.rows("select subject from resident where district_id = :district and id = '%s'"
                .formatted(resident.substring("resident_".length())));
    }

    /** The accounts of which the directory is told. */
    private List<String> members() {
        return writes.rows(
                "select payload ->> 'subject' from job where district_id = :district and kind = 'member' order by id");
    }

    @Test
    void whatIsToldOfAPersonChangesByThePersonAndTheWorker() {
        String change = "changeResident(resident: \"%s\", expectedVersion: 1, change: {%s})";
        String mine = change.formatted(node(HERE, "resident", 1), "phone: \"11100000077\", tags: [YOUTH, JOB_SEEKER]");
        writes.refused("resident", "VERSION_CONFLICT", mine.replace("expectedVersion: 1", "expectedVersion: 2"));
        writes.refused("resident", "PHONE_MALFORMED", mine.replace("11100000077", "911"));
        writes.refused("resident", "OWN_WORK", change.formatted(node(HERE, "resident", 1), "name: \"示例新名\""));
        writes.refused("resident", "OUT_OF_DUTY", change.formatted(node(HERE, "resident", 2), "tags: []"));
        writes.refused("resident", "NOT_FOUND", change.formatted(node(HERE, "resident", 10), "tags: []"));
        writes.refused("worker and resident", "OWN_WORK", change.formatted(own(), "name: \"示例新名\""));
        JsonNode done = writes.done(
                "resident",
                mine,
                "... on ResidentChanged { resident { phone tags version history { nodes { event reason } } } }");
        assertThat(done.path("resident").toString()).isEqualTo("""
                {"phone":"11100000077","tags":["YOUTH","JOB_SEEKER"],"version":2,"history":{"nodes":[{"event":"RESIDENT_EDITED","reason":null}]}}""");
        writes.done(
                WORKER,
                change.formatted(node(HERE, "resident", 10), "name: \"示例新名\""),
                "... on ResidentChanged { resident { name } }");
        assertThat(writes.rows("select payload::text from event where name = 'RESIDENT_EDITED' order by id"))
                .containsExactly(
                        "{\"name\":false,\"phone\":true,\"tags\":true}",
                        "{\"name\":true,\"phone\":false,\"tags\":false}");
        status(20, "MOVED_OUT");
        writes.refused(WORKER, "TRANSITION_REFUSED", change.formatted(node(HERE, "resident", 20), "tags: []"));
        writes.refused(WORKER, "NOT_FOUND", change.formatted(node(THERE, "resident", 20), "tags: []"));
        writes.fails("district officer", "FORBIDDEN", mine);
    }

    @Test
    void nobodyVerifiesTheOwnPersonOrHousehold() {
        String person = node(HERE, "resident", 10);
        own(10);
        for (String work : List.of(
                "verifyIdentity(resident: \"" + person + "\", identityNumber: \"" + ADULT + "\")",
                "verifyResidence(resident: \"" + person + "\")",
                "activateResident(resident: \"" + person + "\")")) {
            writes.refused(WORKER, "OWN_WORK", work);
            writes.refused(WORKER, "NOT_FOUND", work.replace(person, node(HERE, "resident", 11)));
            writes.refused(WORKER, "NOT_FOUND", work.replace(person, node(THERE, "resident", 10)));
            writes.refused("worker and resident", "OUT_OF_DUTY", work.replace(person, own()));
        }
        // Resident 20 lives behind the same door as resident 10, who is the worker.
        writes.sql("update resident set compound_id = null where district_id = :district and id in ('%s', '%s')"
                .formatted(id("resident", 10), id("resident", 20)));
        writes.refused(WORKER, "OWN_WORK", "verifyResidence(resident: \"" + node(HERE, "resident", 20) + "\")");
    }

    @Test
    void whoMovesIsVerifiedAnewAndLeavesThePastBehind() {
        status(10, "ACTIVE");
        String person = node(HERE, "resident", 10);
        String move = "moveResident(resident: \"%s\", reason: \"搬家\", to: {grid: \"%s\", relation: TENANT})"
                .formatted(person, node(HERE, "grid", 2));
        String out = "moveResident(resident: \"" + person + "\", reason: \"外迁\")";
        List<String> before = enrolments();
        JsonNode done = writes.done(
                "community worker",
                move,
                "... on ResidentMoved { resident { status grid { code } dwellingRelation history { nodes { event reason } } } }");
        assertThat(done.path("resident").toString())
                .startsWith(
                        "{\"status\":\"IDENTITY_VERIFIED\",\"grid\":{\"code\":\"G2\"},\"dwellingRelation\":\"TENANT\"");
        assertThat(done.findValuesAsString("event"))
                .containsExactlyInAnyOrder("RESIDENT_REGROUPED", "RESIDENT_STATUS_MOVED");
        assertThat(done.findValuesAsString("reason")).containsOnly("搬家");
        assertThat(enrolments()).isEqualTo(before);
        writes.refused(WORKER, "NOT_FOUND", out);
        writes.refused(
                "community worker", "GRID_NOT_ACTIVE", move.replace(node(HERE, "grid", 2), node(HERE, "grid", 3)));
        writes.refused("worker and resident", "OUT_OF_DUTY", out.replace(person, own()));
        writes.done("community worker", out, "... on ResidentMoved { " + RESIDENT + " }");
        writes.refused("community worker", "TRANSITION_REFUSED", out);
        writes.refused("community worker", "TRANSITION_REFUSED", move);
    }

    @Test
    void aSuspensionGoesBackToWhereItCameFrom() {
        status(10, "IDENTITY_VERIFIED");
        String person = node(HERE, "resident", 10);
        String suspend = "suspendResident(resident: \"" + person + "\", reason: \"核查\")";
        String resume = "resumeResident(resident: \"" + person + "\", reason: \"已核查\")";
        writes.refused("district officer", "TRANSITION_REFUSED", resume);
        writes.done("community worker", suspend, "");
        writes.refused("district officer", "TRANSITION_REFUSED", suspend);
        JsonNode done = writes.done("district officer", resume, "... on ResidentResumed { " + HISTORY + " }");
        assertThat(done.findValuesAsString("toState")).containsExactly("SUSPENDED", "IDENTITY_VERIFIED");
        for (String work : List.of(suspend, resume)) {
            writes.refused("district officer", "NOT_FOUND", work.replace(person, node(THERE, "resident", 10)));
            writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                    .formatted(id("account", 31), id("resident", 10)));
            writes.refused("district officer", "OWN_WORK", work);
            // The guardian who is a community worker elsewhere sees the own child, and may not do this.
            writes.refused(outside(), "OUT_OF_DUTY", work.replace(person, node(HERE, "resident", 2)));
        }
    }

    @Test
    void whoIsErasedLeavesAnEmptyRecord() {
        status(10, "MOVED_OUT");
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id("account", 99), id("resident", 10)));
        String erase = "eraseResident(resident: \"%s\", reason: \"本人申请\")";
        JsonNode done = writes.done(
                "district officer",
                erase.formatted(node(HERE, "resident", 10)),
                "... on ResidentErased { resident { name status birthDate phone dwelling tags } }");
        assertThat(done.path("resident").toString())
                .isEqualTo(
                        "{\"name\":\"已注销\",\"status\":\"ERASED\",\"birthDate\":null,\"phone\":null,\"dwelling\":null,\"tags\":[]}");
        assertThat(members()).containsExactly(id("account", 99));
        writes.refused("district officer", "TRANSITION_REFUSED", erase.formatted(node(HERE, "resident", 10)));
        writes.refused("district officer", "NOT_FOUND", erase.formatted(node(THERE, "resident", 10)));
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id("account", 31), id("resident", 20)));
        writes.refused("district officer", "OWN_WORK", erase.formatted(node(HERE, "resident", 20)));
    }

    @Test
    void aConsentHoldsUntilItIsWithdrawn() {
        writes.refused("resident", "CONSENT_MISSING", "withdrawConsent(kind: TAGS)");
        writes.done("resident", "giveConsent(kind: TAGS)", "");
        JsonNode done = writes.done(
                "resident", "withdrawConsent(kind: TAGS)", "... on ConsentWithdrawn { consent { withdrawnAt } }");
        assertThat(done.findValue("withdrawnAt").isNull()).isFalse();
        writes.done("resident", "giveConsent(kind: TAGS)", "");
        String others = "(kind: TAGS, child: \"" + node(HERE, "resident", 10) + "\")";
        writes.refused("resident", "NOT_FOUND", "giveConsent" + others);
        writes.refused("resident", "NOT_FOUND", "withdrawConsent" + others);
        writes.refused("resident", "GUARDIAN_REQUIRED", "giveConsent(kind: GUARDIANSHIP)");
        writes.sql("update resident set birth_date = '2020-01-01' where district_id = :district and id = '"
                + id("resident", 1) + "'");
        writes.refused("resident", "GUARDIAN_REQUIRED", "giveConsent(kind: PICTURES)");
    }

    @Test
    void aNumberIsSeenInClearForAReasonThatStays() {
        String reveal = "revealIdentityNumber(resident: \"%s\", reason: \"办理业务\")";
        String person = node(HERE, "resident", 10);
        writes.refused(WORKER, "IDENTITY_NUMBER_UNKNOWN", reveal.formatted(person));
        writes.done(WORKER, "verifyIdentity(resident: \"%s\", identityNumber: \"%s\")".formatted(person, ADULT), "");
        for (int i = 0; i < 2; i++) {
            JsonNode done = writes.done(
                    writes.caller(WORKER),
                    reveal.formatted(person),
                    "... on IdentityNumberRevealed { identityNumber " + HISTORY + " }",
                    "same-key");
            assertThat(done.path("identityNumber").asString()).isEqualTo(ADULT);
            assertThat(done.findValuesAsString("event"))
                    .filteredOn("IDENTITY_NUMBER_OPENED"::equals)
                    .hasSize(1);
        }
        writes.done(WORKER, reveal.formatted(person), "");
        assertThat(writes.rows("select count(*) from event where name = 'IDENTITY_NUMBER_OPENED'"))
                .containsExactly("2");
        assertThat(writes.rows("select encode(outcome, 'escape') from idempotency"))
                .hasSize(1)
                .noneMatch(outcome -> outcome.contains(ADULT));
        assertThat(writes.rows("select payload::text from event")).noneMatch(payload -> payload.contains(ADULT));
        writes.refused(WORKER, "NOT_FOUND", reveal.formatted(node(HERE, "resident", 1)));
        writes.refused("worker and resident", "OUT_OF_DUTY", reveal.formatted(own()));
        writes.fails("street officer", "FORBIDDEN", reveal.formatted(person));
    }

    private static String register(String more) {
        return """
                registerResident(registration: {name: "示例居民", dwelling: {grid: "%s", compound: "%s", door: "1-1-1", relation: PERMANENT} %s})
                """.formatted(node(HERE, "grid", 1), node(HERE, "compound", 1), more)
                .strip();
    }

    private static String guardian(int resident) {
        return "guardian: \"" + node(HERE, "resident", resident) + "\"";
    }

    /** The resident is the grid worker's own record. */
    private void own(int resident) {
        writes.sql("update resident set subject = '%s' where district_id = :district and id = '%s'"
                .formatted(id("account", 1), id("resident", resident)));
    }

    private void status(int resident, String status) {
        writes.sql("update resident set status = '%s' where district_id = :district and id = '%s'"
                .formatted(status, id("resident", resident)));
    }

    private List<String> enrolments() {
        return writes.rows(
                "select md5(string_agg(e::text, '' order by id)) from enrolment e where district_id = :district");
    }

    /** The own record of the worker who is a resident in another grid than those of the duty. */
    private static String own() {
        return node(HERE, "resident", 11);
    }

    /** Resident 1, who works for a community in which the own child does not live. */
    private Caller outside() {
        Caller resident = writes.caller("resident");
        return new Caller(
                resident.subject(),
                resident.district(),
                resident.client(),
                Set.of(Role.RESIDENT, Role.COMMUNITY_WORKER),
                Map.of(Role.COMMUNITY_WORKER, Set.of(Fixture.id(HERE, "grid", 9))),
                resident.own());
    }

    private static String id(String kind, int n) {
        return Fixture.id(HERE, kind, n).toString();
    }
}
