package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;
import static org.linli.api.fixture.Fixture.node;
import static org.linli.api.writes.Electorate.ITEMS;
import static org.linli.api.writes.Electorate.MOVED;
import static org.linli.api.writes.Electorate.announced;
import static org.linli.api.writes.Electorate.ballot;
import static org.linli.api.writes.Electorate.draft;
import static org.linli.api.writes.Electorate.drafted;
import static org.linli.api.writes.Electorate.input;
import static org.linli.api.writes.Electorate.items;
import static org.linli.api.writes.Electorate.officer;
import static org.linli.api.writes.Electorate.opened;
import static org.linli.api.writes.Electorate.pass;
import static org.linli.api.writes.Electorate.passAppeals;
import static org.linli.api.writes.Electorate.resident;
import static org.linli.api.writes.Electorate.step;
import static org.linli.api.writes.Electorate.triad;
import static org.linli.api.writes.Electorate.uuid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/** Triad evaluations from draft to publication (DOMAIN.md S19), with every way to be refused. */
class EvaluationsTest {
    private static final Path SCRIPTS = Path.of(System.getProperty("linli.root"), "e2e", "scripts");

    private final LocalDate today = LocalDate.now(HERE.zone());
    private final Writes writes = new Writes();

    @BeforeEach
    void settle() {
        Electorate.settle(writes);
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void aDraftIsSeenByItsOfficers() {
        JsonNode done = writes.done("street officer", draft(triad("")), """
                ... on EvaluationMoved { evaluation {
                  status version edition subjectName minimumBallots missingLegs appealDays score items { number weight }
                  legs { kind weight score missing ballotCount } partyVoters { totalCount }
                  history { nodes { event fromState toState } } } }
                """);
        assertThat(done.path("evaluation").toString())
                .startsWith("""
                {"status":"DRAFT","version":1,"edition":1,"subjectName":""")
                .contains(
                        "\"minimumBallots\":5,\"missingLegs\":\"IN_PROPORTION\",\"appealDays\":null,\"score\":null",
                        "\"partyVoters\":{\"totalCount\":5}",
                        "{\"event\":\"EVALUATION_CAMPAIGN_MOVED\",\"fromState\":null,\"toState\":\"DRAFT\"}");
    }

    @Test
    void aChangeIsAFurtherEdition() {
        String evaluation = drafted(writes, triad(""));
        String change =
                input("otherBody: \"示例会\"", "{title: \"一项\", weight: 100}", "{kind: RESIDENTS, weight: 100}", "", "");
        JsonNode done = writes.done("district officer", change(evaluation, 1, change), """
                ... on EvaluationMoved { evaluation { version edition subjectKind subjectName subject { __typename } items { title } legs { kind } partyVoters { totalCount } } }
                """);
        assertThat(done.path("evaluation").toString()).isEqualTo("""
                {"version":2,"edition":2,"subjectKind":"OTHER_BODY","subjectName":"示例会","subject":null,"items":[{"title":"一项"}],\
                "legs":[{"kind":"RESIDENTS"}],"partyVoters":{"totalCount":0}}""");
        assertThat(writes.rows("select title from evaluation_item where district_id = :district and campaign_id = '"
                        + uuid(evaluation) + "' and edition = 1 order by number"))
                .containsExactly("履职", "服务");
        writes.refused("district officer", "VERSION_CONFLICT", change(evaluation, 1, change));
        writes.refused("district officer", "EVALUATION_INVALID", change(evaluation, 2, triad("minimumBallots: 6")));
        writes.done("district officer", step("announce", evaluation), "");
        writes.refused("district officer", "TRANSITION_REFUSED", change(evaluation, 3, change));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServingMember", "Unit", "PropertyCompany", "Merchant"})
    void everyKindOfSubjectIsFound(String type) {
        writes.sql(
                "update merchant set community_id = md5('140213community1')::uuid, grid_id = md5('140213grid1')::uuid"
                        + " where district_id = :district and id = md5('140213merchant4')::uuid");
        String subject = switch (type) {
            case "ServingMember" -> node(HERE, "member", 3);
            case "Unit" -> node(HERE, "unit", 1);
            case "PropertyCompany" -> node(HERE, "property", 1);
            default -> node(HERE, "merchant", 4);
        };
        JsonNode done = writes.done(
                "district officer",
                draft(input("subject: \"" + subject + "\"", ITEMS, "{kind: RESIDENTS, weight: 100}", "", "")),
                "... on EvaluationMoved { evaluation { subject { __typename ... on Node { id } } } }");
        assertThat(done.at("/evaluation/subject").toString())
                .isEqualTo("{\"__typename\":\"%s\",\"id\":\"%s\"}".formatted(type, subject));
        String evaluation =
                drafted(writes, input("subject: \"" + subject + "\"", ITEMS, "{kind: RESIDENTS, weight: 100}", "", ""));
        writes.done("district officer", step("announce", evaluation), "");
        String own = switch (type) {
            case "ServingMember" -> "serving member";
            case "Unit" -> "unit contact";
            case "PropertyCompany" -> "property manager";
            default -> "merchant";
        };
        assertThat(writes.asked(own, "{ evaluationCampaign(id: \"%s\") { status } }".formatted(evaluation))
                        .toString())
                .isEqualTo("{\"evaluationCampaign\":{\"status\":\"ANNOUNCED\"}}");
        writes.refused(own, "OWN_WORK", ballot(evaluation, "RESIDENTS", items(writes, evaluation), 100, 100));
    }

    @Test
    void whatIsNotThereCannotBeDrafted() {
        for (String input : List.of(
                triad("").replace(node(HERE, "community", 1), node(THERE, "community", 1)),
                triad("grid: \"" + node(HERE, "grid", 3) + "\""),
                triad("").replace(node(HERE, "member", 3), node(THERE, "member", 3)),
                // Reported to another community.
                triad("").replace(node(HERE, "member", 3), node(HERE, "member", 5)),
                triad("").replace(node(HERE, "resident", 21), node(THERE, "resident", 21))))
            writes.refused("district officer", "NOT_FOUND", draft(input));
    }

    @Test
    void anOfficerAppointsWhomTheDutyCovers() {
        writes.sql(
                "update resident set community_id = md5('140213community5')::uuid, grid_id = md5('140213grid10')::uuid"
                        + " where district_id = :district and id = md5('140213resident21')::uuid");
        writes.refused("street officer", "NOT_FOUND", draft(triad("")));
        writes.done("district officer", draft(triad("")), "");
        String onDuty = triad("").replace(node(HERE, "resident", 21), node(HERE, "duty", 2));
        writes.done("street officer", draft(onDuty), "");
        writes.refused(
                "street officer", "NOT_FOUND", draft(onDuty.replace(node(HERE, "duty", 2), node(THERE, "duty", 2))));
    }

    @Test
    void onlyAnOfficerOverAllThatEvaluatesDrafts() {
        String elsewhere = input("otherBody: \"示例会\"", ITEMS, "{kind: RESIDENTS, weight: 100}", "", "")
                .replace(node(HERE, "community", 1), node(HERE, "community", 3));
        writes.refused("street officer", "OUT_OF_DUTY", draft(elsewhere));
        writes.done("worker and resident", draft(elsewhere), "");
        writes.fails("community worker", "FORBIDDEN", draft(elsewhere));
        writes.fails("resident", "FORBIDDEN", draft(elsewhere));
        writes.fails("auditor", "FORBIDDEN", draft(elsewhere));
    }

    @Test
    void nobodyOrganisesTheEvaluationOfTheOwnWork() {
        Caller both = officer(23);
        writes.refused(both, "OWN_WORK", draft(triad("")));
        String evaluation = drafted(writes, triad(""));
        writes.refused(both, "OWN_WORK", change(evaluation, 1, triad("")));
        for (String verb : List.of("announce", "open", "close", "score", "finalise", "publish"))
            writes.refused(both, "OWN_WORK", step(verb, evaluation));
        writes.refused(both, "OWN_WORK", decide(evaluation, ""));
        // The member's account as a resident.
        writes.refused(officer(126), "OWN_WORK", step("announce", evaluation));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBJECT | subject: | otherBody: \"示例会\", subject:",
                "PERIOD | 2099-01-01 | 2023-01-01",
                "ITEMS | weight: 60 | weight: 61",
                "LEGS | kind: SELF, weight: 20 | kind: RESIDENTS, weight: 20",
                "MINIMUM_BALLOTS | title: \"示例评价\" | title: \"示例评价\", minimumBallots: 2",
                "APPEAL_DAYS | title: \"示例评价\" | title: \"示例评价\", appealDays: 61",
                "PARTY_VOTERS | title: \"示例评价\" | title: \"示例评价\", minimumBallots: 6"
            })
    void aDraftKeepsItsRules(String rule, String right, String wrong) {
        assertThat(writes.refused(
                                "district officer",
                                "EVALUATION_INVALID",
                                draft(triad("").replace(right, wrong)))
                        .path("message")
                        .asString())
                .contains("breaks the rule " + rule);
    }

    @Test
    void aSelfLegIsOfAPerson() {
        assertThat(writes.refused(
                                "district officer",
                                "EVALUATION_INVALID",
                                draft(triad("").replace(node(HERE, "member", 3), node(HERE, "unit", 1))))
                        .path("message")
                        .asString())
                .contains("SELF_LEG");
    }

    @Test
    void whatCannotBeTakenIsAnError() {
        writes.fails("district officer", "INVALID_TEXT", draft(triad("").replace("示例评价", " ")));
        writes.fails("district officer", "INVALID_TEXT", draft(triad("").replace("示例评价", "长".repeat(121))));
        writes.fails(
                "district officer",
                "INVALID_ID",
                draft(triad("").replace(node(HERE, "community", 1), node(HERE, "grid", 1))));
        writes.fails("guest", "FORBIDDEN", step("announce", node(HERE, "campaign", 1)));
        writes.fails("admin", "FORBIDDEN", ballot(node(HERE, "campaign", 3), "RESIDENTS", List.of()));
    }

    @Test
    void stepsComeInTheirOrderAndAreKeptInTheHistory() {
        String evaluation = drafted(writes, triad("minimumBallots: 3"));
        for (String early : List.of("open", "close", "score", "finalise", "publish"))
            writes.refused("district officer", "TRANSITION_REFUSED", step(early, evaluation));
        writes.refused("district officer", "TRANSITION_REFUSED", decide(evaluation, ""));
        writes.done("district officer", step("announce", evaluation), MOVED);
        writes.refused("district officer", "TRANSITION_REFUSED", step("announce", evaluation));
        writes.sql("update evaluation_campaign set opens_at = '2098-01-01' where district_id = :district and id = '"
                + uuid(evaluation) + "'");
        writes.refused("district officer", "TOO_EARLY", step("open", evaluation));
        writes.sql("update evaluation_campaign set opens_at = '2024-01-01' where district_id = :district and id = '"
                + uuid(evaluation) + "'");
        writes.done("district officer", step("open", evaluation), MOVED);
        writes.refused("district officer", "TOO_EARLY", step("close", evaluation));
        pass(writes, evaluation);
        writes.done("district officer", step("close", evaluation), MOVED);
        writes.done("district officer", step("score", evaluation), MOVED);
        writes.refused("district officer", "TOO_EARLY", step("finalise", evaluation));
        passAppeals(writes, evaluation);
        writes.done("district officer", step("finalise", evaluation), MOVED);
        JsonNode published = writes.done("district officer", step("publish", evaluation), """
                ... on EvaluationMoved { evaluation { publishedAt score history { nodes { toState } } } }
                """);
        assertThat(published.at("/evaluation/publishedAt").isNull()).isFalse();
        assertThat(published.at("/evaluation/score").isNull()).isTrue();
        assertThat(published.findValuesAsString("toState"))
                .containsExactly("DRAFT", "ANNOUNCED", "OPEN", "CLOSED", "SCORED", "FINAL", "PUBLISHED");
    }

    @Test
    void officersElsewhereAreRefused() {
        String evaluation = drafted(writes, triad(""));
        for (String verb : List.of("announce", "open", "close", "score", "finalise", "publish")) {
            writes.refused("worker and resident", "NOT_FOUND", step(verb, evaluation));
            writes.refused("district officer", "NOT_FOUND", step(verb, node(THERE, "campaign", 3)));
        }
        writes.refused("worker and resident", "NOT_FOUND", change(evaluation, 1, triad("")));
        writes.refused("worker and resident", "NOT_FOUND", decide(evaluation, ""));
        // Everybody with a part sees a published one.
        writes.sql("""
                update evaluation_campaign set status = 'PUBLISHED', published_at = now(), subject_kind = 'UNIT', subject_id = null
                 where district_id = :district and id = '%s'
                """.formatted(uuid(evaluation)));
        for (String verb : List.of("announce", "open", "close", "score", "finalise", "publish"))
            writes.refused("worker and resident", "OUT_OF_DUTY", step(verb, evaluation));
        writes.refused("worker and resident", "OUT_OF_DUTY", change(evaluation, 1, triad("")));
        writes.refused("worker and resident", "OUT_OF_DUTY", decide(evaluation, ""));
    }

    @Test
    void aBallotIsCastOnceAndTellsItsVoterThatAlone() {
        String evaluation = opened(writes, triad(""));
        List<String> items = items(writes, evaluation);
        JsonNode done = writes.done(resident(1), ballot(evaluation, "RESIDENTS", items, 80, 100), """
                ... on BallotCast { receipt { evaluation { id } } evaluation { status version legs { ballotCount score } } }
                """, null);
        assertThat(done.toString()).isEqualTo("""
                {"__typename":"BallotCast","receipt":{"evaluation":{"id":"%s"}},"evaluation":{"status":"OPEN","version":3,"legs":[\
                {"ballotCount":null,"score":null},{"ballotCount":null,"score":null},{"ballotCount":null,"score":null}]}}""".formatted(evaluation));
        writes.refused(resident(1), "ALREADY_VOTED", ballot(evaluation, "RESIDENTS", items, 0, 0));
        // The same resident through a second account.
        writes.refused("resident", "ALREADY_VOTED", ballot(evaluation, "RESIDENTS", items, 0, 0));
        assertThat(writes.served()
                        .ask(resident(1), "{ me { ballots { totalCount nodes { evaluation { id } } } } }", Map.of())
                        .data())
                .hasToString("{\"me\":{\"ballots\":{\"totalCount\":1,\"nodes\":[{\"evaluation\":{\"id\":\"%s\"}}]}}}"
                        .formatted(evaluation));
        // One ballot for a voter of two legs.
        writes.done(resident(21), ballot(evaluation, "PARTY_ORGANISATION", items, 50, 50), "", null);
        writes.refused(resident(21), "ALREADY_VOTED", ballot(evaluation, "RESIDENTS", items, 50, 50));
    }

    @Test
    void parallelBallotsOfOneVoterAreOne() {
        String evaluation = opened(writes, triad(""));
        String ballot = ballot(evaluation, "RESIDENTS", items(writes, evaluation), 80, 100);
        // Two accounts of the same resident, each several times at once.
        List<String> answers = IntStream.range(0, 8)
                .mapToObj(n -> n % 2 == 0 ? resident(1) : writes.caller("resident"))
                .map(voter -> CompletableFuture.supplyAsync(() ->
                        writes.run(voter, ballot, "", null).path("__typename").asString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        assertThat(answers.getLast()).isEqualTo("BallotCast");
        assertThat(answers.subList(0, 7)).containsOnly("AlreadyVoted");
        assertThat(writes.rows("select count(*) from evaluation_ballot where campaign_id = '" + uuid(evaluation) + "'"))
                .containsExactly("1");
    }

    @Test
    void theSameKeyCastsOneBallot() {
        String evaluation = opened(writes, triad(""));
        String ballot = ballot(evaluation, "RESIDENTS", items(writes, evaluation), 80, 100);
        JsonNode first = writes.done(resident(1), ballot, "... on BallotCast { receipt { id } }", "ballot-of-one");
        assertThat(writes.done(resident(1), ballot, "... on BallotCast { receipt { id } }", "ballot-of-one"))
                .isEqualTo(first);
        assertThat(writes.rows("select count(*) from evaluation_ballot where campaign_id = '" + uuid(evaluation) + "'"))
                .containsExactly("1");
    }

    @Test
    void whoHasNoVoiceHasNoBallot() {
        writes.sql("""
                update resident set status = 'REGISTERED' where district_id = :district and id = md5('140213resident2')::uuid;
                update resident set birth_date = now() - interval '17 years' where district_id = :district and id = md5('140213resident3')::uuid;
                """);
        String evaluation = opened(writes, triad(""));
        List<String> items = items(writes, evaluation);
        writes.sql(
                "insert into resident (district_id, id, name, community_id, grid_id, dwelling_relation, status, subject) values"
                        + " (:district, md5('140213resident27')::uuid, '示例新来', md5('140213community1')::uuid, md5('140213grid1')::uuid,"
                        + " 'TENANT', 'ACTIVE', md5('140213account127')::uuid)");
        for (int without : List.of(2, 3, 27))
            writes.refused(resident(without), "NOT_ELIGIBLE", ballot(evaluation, "RESIDENTS", items, 50, 50));
        writes.refused(resident(1), "NOT_ELIGIBLE", ballot(evaluation, "PARTY_ORGANISATION", items, 50, 50));
        writes.refused(resident(1), "NOT_ELIGIBLE", ballot(evaluation, "SELF", items, 50, 50));
        writes.refused("district officer", "NOT_ELIGIBLE", ballot(evaluation, "RESIDENTS", items, 50, 50));
        // Who moved away keeps the vote, who lives elsewhere does not know of it.
        writes.sql(
                "update resident set community_id = md5('140213community5')::uuid, grid_id = md5('140213grid10')::uuid"
                        + " where district_id = :district and id in (md5('140213resident4')::uuid, md5('140213resident27')::uuid)");
        writes.done(resident(4), ballot(evaluation, "RESIDENTS", items, 50, 50), "", null);
        writes.refused(resident(27), "NOT_FOUND", ballot(evaluation, "RESIDENTS", items, 50, 50));
    }

    @Test
    void whoCameOfAgeVotesThoughAGuardianIsStillOnRecord() {
        writes.sql("""
                update resident set guardian_id = md5('140213resident1')::uuid, birth_date = '%s'
                 where district_id = :district and id = md5('140213resident2')::uuid;
                update resident set guardian_id = md5('140213resident1')::uuid, birth_date = '%s'
                 where district_id = :district and id = md5('140213resident3')::uuid;
                update resident set guardian_id = md5('140213resident1')::uuid, birth_date = null
                 where district_id = :district and id = md5('140213resident4')::uuid;
                """.formatted(today.minusYears(18), today.minusYears(18).plusDays(1)));
        String evaluation = opened(writes, triad(""));
        String ballot = ballot(evaluation, "RESIDENTS", items(writes, evaluation), 80, 100);
        writes.done(resident(2), ballot, "", null);
        writes.refused(resident(3), "NOT_ELIGIBLE", ballot);
        writes.refused(resident(4), "NOT_ELIGIBLE", ballot);
    }

    @Test
    void theSubjectVotesInTheSelfLegOnlyAndOnce() {
        String evaluation = opened(writes, triad("").replace(node(HERE, "resident", 25), node(HERE, "resident", 26)));
        List<String> items = items(writes, evaluation);
        for (String leg : List.of("RESIDENTS", "PARTY_ORGANISATION")) {
            writes.refused(resident(26), "OWN_WORK", ballot(evaluation, leg, items, 100, 100));
            writes.refused("serving member", "OWN_WORK", ballot(evaluation, leg, items, 100, 100));
        }
        writes.done("serving member", ballot(evaluation, "SELF", items, 90, 90), "");
        writes.refused(resident(26), "ALREADY_VOTED", ballot(evaluation, "SELF", items, 90, 90));
    }

    @Test
    void aBallotIsWhole() {
        String evaluation = opened(writes, triad(""));
        List<String> items = items(writes, evaluation);
        writes.refused(resident(1), "BALLOT_INVALID", ballot(evaluation, "RESIDENTS", items, 50));
        writes.refused(resident(1), "BALLOT_INVALID", ballot(evaluation, "RESIDENTS", items, 50, 101));
        writes.refused(
                resident(1),
                "BALLOT_INVALID",
                ballot(evaluation, "RESIDENTS", List.of(items.getFirst(), items.getFirst()), 50, 50));
        writes.refused(
                resident(1),
                "BALLOT_INVALID",
                ballot(evaluation, "RESIDENTS", List.of(items.getFirst(), node(HERE, "item", 14)), 50, 50));
    }

    @Test
    void ballotsAreTakenWhileItIsOpen() {
        String evaluation = announced(writes, triad(""));
        List<String> items = items(writes, evaluation);
        writes.refused(resident(1), "NOT_OPEN", ballot(evaluation, "RESIDENTS", items, 50, 50));
        writes.done("district officer", step("open", evaluation), "");
        pass(writes, evaluation);
        writes.refused(resident(1), "NOT_OPEN", ballot(evaluation, "RESIDENTS", items, 50, 50));
        writes.done("district officer", step("close", evaluation), "");
        writes.refused(resident(1), "NOT_OPEN", ballot(evaluation, "RESIDENTS", items, 50, 50));
        writes.refused(resident(1), "NOT_FOUND", ballot(drafted(writes, triad("")), "RESIDENTS", items, 50, 50));
    }

    /** DOMAIN.md S19: weights 40/40/20, one missing leg, one voter voting twice. */
    @Test
    void theScoreIsThatOfTheExport(@TempDir Path folder) throws Exception {
        String evaluation = counted();
        JsonNode campaign =
                writes.asked("district officer", """
                        { evaluationCampaign(id: "%s") { score legs { kind score missing missingBecause ballotCount itemScores { item { number } score } } } }
                        """.formatted(evaluation)).path("evaluationCampaign");
        // Residents gave 81, 82, .. 87 to the first item and 40 to the second, the member 95 and 100; 40 and 20 are
        // left of the weights.
        assertThat(campaign.toString()).isEqualTo("""
                {"score":"76.60","legs":[\
                {"kind":"PARTY_ORGANISATION","score":null,"missing":true,"missingBecause":"TOO_FEW","ballotCount":null,"itemScores":[]},\
                {"kind":"RESIDENTS","score":"66.40","missing":false,"missingBecause":null,"ballotCount":7,"itemScores":[{"item":{"number":1},"score":"84.00"},{"item":{"number":2},"score":"40.00"}]},\
                {"kind":"SELF","score":"97.00","missing":false,"missingBecause":null,"ballotCount":1,"itemScores":[{"item":{"number":1},"score":"95.00"},{"item":{"number":2},"score":"100.00"}]}]}""");
        for (String reader : List.of("district officer", "auditor"))
            assertThat(recount(export(reader, evaluation, folder)))
                    .containsExactlyInAnyOrder(
                            "PARTY_ORGANISATION missing", "RESIDENTS 66.40", "SELF 97.00", "SCORE 76.60");
    }

    @Test
    void aStruckLegLeavesTheScoreToTheOthers(@TempDir Path folder) throws Exception {
        String evaluation = counted();
        writes.refused("district officer", "TRANSITION_REFUSED", decide(evaluation, ""));
        writes.refused(resident(1), "NOT_FOUND", ballot(evaluation, "RESIDENTS", items(writes, evaluation), 1, 1));
        writes.refused("serving member", "NOT_FOUND", appeal(node(THERE, "campaign", 5)));
        writes.refused("unit contact", "NOT_FOUND", appeal(evaluation));
        writes.fails("district officer", "FORBIDDEN", appeal(evaluation));
        JsonNode appealed = writes.done(
                "serving member",
                appeal(evaluation),
                "... on EvaluationMoved { evaluation { status appeal { reason } } }");
        assertThat(appealed.path("evaluation").toString())
                .isEqualTo("{\"status\":\"APPEAL\",\"appeal\":{\"reason\":\"示例理由\\n第二行\"}}");
        writes.refused("serving member", "TRANSITION_REFUSED", appeal(evaluation));
        writes.refused("district officer", "OWN_WORK", decide(evaluation, "strike: RESIDENTS,"));
        writes.refused("street officer", "LEG_NOT_COUNTED", decide(evaluation, "strike: PARTY_ORGANISATION,"));
        writes.refused("district officer", "APPEAL_UNDECIDED", step("finalise", evaluation));
        JsonNode decided = writes.done("street officer", decide(evaluation, "strike: RESIDENTS,"), """
                ... on AppealDecided { evaluation { status score appeal { struckLeg decision } legs { score missingBecause itemScores { score } } } }
                """);
        assertThat(decided.path("evaluation").toString()).isEqualTo("""
                {"status":"APPEAL","score":"97.00","appeal":{"struckLeg":"RESIDENTS","decision":"示例决定"},"legs":[\
                {"score":null,"missingBecause":"TOO_FEW","itemScores":[]},{"score":null,"missingBecause":"STRUCK","itemScores":[]},\
                {"score":"97.00","missingBecause":null,"itemScores":[{"score":"95.00"},{"score":"100.00"}]}]}""");
        writes.refused("street officer", "APPEAL_ALREADY_DECIDED", decide(evaluation, ""));
        assertThat(recount(export("auditor", evaluation, folder))).contains("RESIDENTS missing", "SCORE 97.00");
        writes.done("district officer", step("finalise", evaluation), MOVED);
        writes.done("district officer", step("publish", evaluation), MOVED);
    }

    @Test
    void anAppealIsTurnedDown() {
        String evaluation = counted();
        // Five working days of the district's, since the evaluation says nothing else: a week, and more where there are
        // holidays.
        assertThat(writes.rows("select appeals_until - scored_at between interval '4 days' and interval '30 days'"
                        + " from evaluation_campaign where id = '" + uuid(evaluation) + "'"))
                .containsExactly("t");
        passAppeals(writes, evaluation);
        writes.refused("serving member", "APPEAL_PERIOD_OVER", appeal(evaluation));
        writes.sql(
                "update evaluation_campaign set appeals_until = now() + interval '1 day' where district_id = :district and id = '"
                        + uuid(evaluation) + "'");
        // Sees it, and is not the subject.
        Caller another = writes.caller("unit contact");
        writes.sql("update evaluation_campaign set status = 'PUBLISHED', published_at = now(), subject_kind = 'UNIT'"
                + " where district_id = :district and id = '" + uuid(evaluation) + "'");
        writes.refused(another, "NOT_ELIGIBLE", appeal(evaluation));
        writes.sql(
                "update evaluation_campaign set status = 'SCORED', published_at = null, subject_kind = 'SERVING_MEMBER'"
                        + " where district_id = :district and id = '" + uuid(evaluation) + "'");
        writes.done("serving member", appeal(evaluation), "");
        JsonNode decided = writes.done(
                "street officer",
                decide(evaluation, ""),
                "... on AppealDecided { evaluation { score appeal { struckLeg } } }");
        assertThat(decided.path("evaluation").toString())
                .isEqualTo("{\"score\":\"76.60\",\"appeal\":{\"struckLeg\":null}}");
    }

    /** Seven residents and the subject voted, of the party organisation one, and one voter tried twice. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "20, 24, 60"})
    void anEvaluationMaySayItselfForHowManyWorkingDaysAppealsAreOpen(int workingDays, int atLeast, int atMost) {
        String evaluation = counted("appealDays: " + workingDays);
        assertThat(writes.rows("select appeals_until - scored_at between interval '%d days' and interval '%d days'"
                                .formatted(atLeast, atMost)
                        + " from evaluation_campaign where id = '" + uuid(evaluation) + "'"))
                .containsExactly("t");
        if (workingDays == 0) writes.refused("serving member", "APPEAL_PERIOD_OVER", appeal(evaluation));
        else writes.done("serving member", appeal(evaluation), "");
    }

    private String counted() {
        return counted("");
    }

    private String counted(String more) {
        String evaluation = opened(writes, triad(more));
        List<String> items = items(writes, evaluation);
        for (int n = 1; n <= 7; n++)
            writes.done(resident(n), ballot(evaluation, "RESIDENTS", items, 80 + n, 40), "", null);
        writes.refused(resident(3), "ALREADY_VOTED", ballot(evaluation, "RESIDENTS", items, 0, 0));
        writes.done("serving member", ballot(evaluation, "SELF", items, 95, 100), "");
        writes.done(resident(21), ballot(evaluation, "PARTY_ORGANISATION", items, 10, 10), "", null);
        pass(writes, evaluation);
        writes.done("district officer", step("close", evaluation), "");
        writes.done("district officer", step("score", evaluation), "");
        return evaluation;
    }

    private List<Path> export(String caller, String evaluation, Path folder) throws Exception {
        String document = Files.readString(SCRIPTS.resolve("ballots.graphql")).replace("first: 100", "first: 3");
        List<Path> pages = new ArrayList<>();
        JsonNode page;
        Map<String, Object> variables = new HashMap<>(Map.of("id", evaluation));
        do {
            JsonNode answer = Objects.requireNonNull(writes.served()
                    .ask(writes.caller(caller), document, variables)
                    .data());
            Path file = folder.resolve(caller + pages.size() + ".json");
            Files.writeString(file, "{\"data\":" + answer + "}");
            pages.add(file);
            page = answer.at("/evaluationCampaign/ballots/pageInfo");
            variables.put("after", page.path("endCursor").asString());
        } while (page.path("hasNextPage").asBoolean());
        return pages;
    }

    private static List<String> recount(List<Path> pages) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                SCRIPTS.resolve("Recount.java").toString()));
        pages.forEach(page -> command.add(page.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private static String change(String evaluation, int version, String input) {
        return "changeEvaluation(evaluation: \"%s\", expectedVersion: %d, change: %s)"
                .formatted(evaluation, version, input);
    }

    private static String appeal(String evaluation) {
        return "appealEvaluation(evaluation: \"%s\", reason: \"示例理由\\n第二行\")".formatted(evaluation);
    }

    private static String decide(String evaluation, String strike) {
        return "decideAppeal(evaluation: \"%s\", %s decision: \"示例决定\")".formatted(evaluation, strike);
    }
}
