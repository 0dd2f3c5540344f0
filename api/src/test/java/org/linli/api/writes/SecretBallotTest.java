package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.node;
import static org.linli.api.writes.Electorate.ballot;
import static org.linli.api.writes.Electorate.items;
import static org.linli.api.writes.Electorate.opened;
import static org.linli.api.writes.Electorate.pass;
import static org.linli.api.writes.Electorate.resident;
import static org.linli.api.writes.Electorate.step;
import static org.linli.api.writes.Electorate.triad;
import static org.linli.api.writes.Electorate.uuid;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import tools.jackson.databind.JsonNode;

/**
 * The subject of an evaluation, workers, officers, auditors and other voters look for a voter in everything they are answered and, at
 * the end, in what is stored; none of it tells one (DOMAIN.md S19, G11).
 */
class SecretBallotTest {
    private static final int VOTERS = 12;

    /** All that is reachable of an evaluation, with every order, group and filter there is over it and its neighbours. */
    private static final String EVERYTHING = """
            query($id: ID!) {
              evaluationCampaign(id: $id) { ...All }
              evaluationCampaigns(where: {id: {eq: $id}, score: {isNull: true}}, orderBy: [SCORE_DESC, STATUS_ASC, OPENS_AT_ASC]) {
                totalCount nodes { ...All } groups(by: [{field: STATUS}, {field: COMMUNITY}]) { count key { status } max { score } avg { score } }
              }
              node(id: $id) { ... on EvaluationCampaign { ...All } }
              updateHead
              me { roles ballots { totalCount nodes { evaluation { id } } } }
              residents(first: 30) { totalCount nodes { id status evaluations { totalCount } } groups { count } }
            }
            fragment All on EvaluationCampaign {
              id title status version edition score publishedAt appealsUntil minimumBallots
              items { id number } legs { id kind weight score missing missingBecause ballotCount itemScores { score } }
              partyVoters { totalCount nodes { id resident { id } duty { id } } }
              ballots { totalCount nodes { id leg scores } }
              history { totalCount nodes { event at toState } }
              appeal { reason }
            }
            """;

    private final Writes writes = new Writes();
    private String evaluation = "";
    private List<String> items = List.of();

    @BeforeEach
    void open() {
        Electorate.settle(writes);
        evaluation = opened(writes, triad(""));
        items = items(writes, evaluation);
    }

    @AfterEach
    void close() throws SQLException {
        writes.close();
    }

    @Test
    void theContractHasNoQuestionAboutVoters() {
        Set<String> secret =
                Set.of("Ballot", "BallotReceipt", "EvaluationVoter", "EvaluationLeg", "EvaluationItemScore");
        Map<String, Set<String>> ways = new LinkedHashMap<>();
        for (var type : writes.served().schema().getAllTypesAsList()) {
            if (!(type instanceof GraphQLObjectType object)) continue;
            for (var field : object.getFieldDefinitions()) {
                String target =
                        GraphQLTypeUtil.unwrapAll(field.getType()).getName().replaceFirst("(Connection|Edge)$", "");
                if (secret.contains(target) && !object.getName().matches(".*(Connection|Edge)"))
                    ways.computeIfAbsent(target, name -> new TreeSet<>()).add(object.getName() + "." + field.getName());
            }
            if (secret.contains(object.getName()))
                assertThat(object.getInterfaces()).isEmpty();
        }
        assertThat(ways)
                .containsEntry("Ballot", Set.of("EvaluationCampaign.ballots"))
                .containsEntry("BallotReceipt", Set.of("BallotCast.receipt", "Me.ballots"))
                .containsEntry("EvaluationVoter", Set.of("EvaluationCampaign.partyVoters"))
                .containsEntry("EvaluationLeg", Set.of("EvaluationCampaign.legs"));
        for (String name : secret) {
            assertThat(writes.served().schema().getType(name + "Order")).isNull();
            assertThat(writes.served().schema().getType(name + "GroupField")).isNull();
            if (writes.served().schema().getType(name + "Filter") instanceof GraphQLInputObjectType filter)
                assertThat(filter.getFields()).extracting("name").containsOnly("id", "and", "or", "not");
        }
        if (!(writes.served().schema().getType("EvaluationCampaignFilter") instanceof GraphQLInputObjectType filter)
                || !(writes.served().schema().getType("EvaluationCampaignOrder") instanceof GraphQLEnumType order))
            throw new AssertionError();
        assertThat(filter.getFields())
                .extracting("name")
                .doesNotContain("legs", "ballots", "partyVoters", "appeal", "version", "history");
        assertThat(order.getValues())
                .extracting("name")
                .noneMatch(name -> name.toString().matches("VERSION.*|BALLOT.*"));
    }

    /** Whoever looks before and after a ballot sees the same, but for every fifth one, and then five at once. */
    @Test
    void noAnswerTellsThatABallotCame() {
        // What was so new that it had no number yet.
        writes.sql("select number_arrivals(5000)");
        Map<String, String> seen = answers();
        for (int n = 1; n <= VOTERS; n++) {
            writes.done(resident(n), ballot(evaluation, "RESIDENTS", items, n, 100 - n), "", null);
            Map<String, String> now = answers();
            String told = n / 5 == 0 ? "null" : String.valueOf(n / 5 * 5);
            String before = n <= 5 ? "null" : String.valueOf((n - 1) / 5 * 5);
            String residents =
                    "\"kind\":\"RESIDENTS\",\"weight\":40,\"score\":null,\"missing\":false,\"missingBecause\":null,\"ballotCount\":";
            seen.replaceAll((who, answer) -> answer.replace(residents + before, residents + told));
            assertThat(now).as("after ballot " + n).isEqualTo(seen);
        }
        assertThat(seen.get("the subject")).contains("\"ballotCount\":10");
        // The self leg is one known voter: nothing is told of it until it is counted.
        writes.done("serving member", ballot(evaluation, "SELF", items, 100, 100), "");
        Map<String, String> after = answers();
        for (String who :
                List.of("the subject as a resident", "a worker", "an officer", "the district", "an auditor", "a voter"))
            assertThat(after).containsEntry(who, seen.get(who));
    }

    @Test
    void anIdLeadsToNobody() {
        vote();
        List<String> ids = new ArrayList<>();
        for (String each :
                List.of("receipt:evaluation_receipt", "ballot:evaluation_ballot", "voter:evaluation_voter")) {
            String[] kind = each.split(":");
            ids.addAll(writes.rows("select '%s_' || id from %s where district_id = :district and campaign_id = '%s'"
                    .formatted(kind[0], kind[1], uuid(evaluation))));
        }
        assertThat(ids).hasSizeGreaterThan(3 * VOTERS);
        for (Caller attacker : attackers().values())
            for (String id : List.of(ids.getFirst(), ids.get(VOTERS), ids.getLast())) {
                Answer answer =
                        writes.served().ask(attacker, "query($id: ID!) { node(id: $id) { id } }", Map.of("id", id));
                assertThat(answer.problems()).extracting(Answer.Problem::code).containsExactly("INVALID_ID");
                Answer several =
                        writes.served().ask(attacker, "query($id: ID!) { nodes(ids: [$id]) { id } }", Map.of("id", id));
                assertThat(several.data() + " " + several.problems()).isEqualTo("{\"nodes\":[null]} []");
            }
        // Nor does a filter by the id of a ballot find one before all are counted.
        String filtered =
                "query($id: ID!, $ballot: ID!) { evaluationCampaign(id: $id) { ballots(where: {id: {eq: $ballot}}) { totalCount } } }";
        for (String id : ids.subList(VOTERS, VOTERS + 3))
            assertThat(writes.served()
                            .ask(attacker("the district"), filtered, Map.of("id", evaluation, "ballot", id))
                            .data())
                    .hasToString("{\"evaluationCampaign\":{\"ballots\":{\"totalCount\":0}}}");
    }

    @Test
    void noRefusalTellsWhetherSomebodyVoted() {
        Map<String, String> before = refusals();
        vote();
        assertThat(refusals()).isEqualTo(before);
    }

    @Test
    void countedBallotsAreForTheDistrictAndItsAuditorInNoOrder() {
        vote();
        writes.done(resident(21), ballot(evaluation, "PARTY_ORGANISATION", items, 7, 7), "", null);
        count();
        String ballots =
                "{ evaluationCampaign(id: \"%s\") { ballots(first: 100) { totalCount nodes { leg scores } } } }"
                        .formatted(evaluation);
        for (String who : List.of(
                "the subject",
                "the subject as a resident",
                "the subject in office",
                "the subject in office, as a resident",
                "a worker",
                "an officer",
                "a voter")) {
            Answer answer = writes.served().ask(attacker(who), ballots, Map.of());
            assertThat(String.valueOf(answer.data())).as(who).doesNotContain("scores");
        }
        JsonNode all = writes.asked("auditor", ballots).at("/evaluationCampaign/ballots");
        // The one ballot of the party organisation is too few to be told.
        assertThat(all.path("totalCount").asInt()).isEqualTo(VOTERS);
        assertThat(all.findValuesAsString("leg")).containsOnly("RESIDENTS");
        List<Integer> first = all.path("nodes").values().stream()
                .map(node -> node.path("scores").get(0).asInt())
                .toList();
        assertThat(first)
                .doesNotHaveDuplicates()
                .isNotEqualTo(first.stream().sorted().toList());
    }

    /** Whatever offices an account also has: it learns neither who is to vote about it nor what each of them said. */
    @Test
    void whomItIsAboutHasNoOfficeInIt() {
        String legs = "{kind: PARTY_ORGANISATION, weight: 50}, {kind: RESIDENTS, weight: 50}";
        writes.sql("""
                update merchant set community_id = md5('140213community1')::uuid, grid_id = md5('140213grid1')::uuid
                 where district_id = :district and id = md5('140213merchant4')::uuid
                """);
        Map<String, String> subjects = Map.of(
                "serving member",
                "member 3",
                "unit contact",
                "unit 1",
                "property manager",
                "property 1",
                "merchant",
                "merchant 4");
        String secret = """
                query($id: ID!) {
                  evaluationCampaign(id: $id) { ...Secret }
                  evaluationCampaigns(where: {id: {eq: $id}}) { nodes { ...Secret } }
                  node(id: $id) { ... on EvaluationCampaign { ...Secret } }
                }
                fragment Secret on EvaluationCampaign {
                  partyVoters { totalCount nodes { id resident { id } } } ballots { totalCount nodes { id scores } }
                }
                """;
        subjects.forEach((who, subject) -> {
            String[] row = subject.split(" ");
            String about = opened(
                    writes,
                    Electorate.input(
                            "subject: \"" + node(HERE, row[0], Integer.parseInt(row[1])) + "\"",
                            Electorate.ITEMS,
                            legs,
                            Electorate.party(21, 22, 23, 24, 25),
                            ""));
            List<String> asked = items(writes, about);
            for (int n = 1; n <= VOTERS; n++)
                writes.done(resident(n), ballot(about, "RESIDENTS", asked, n, 100 - n), "", null);
            pass(writes, about);
            writes.done("district officer", step("close", about), "");
            writes.done("district officer", step("score", about), "");
            JsonNode officer = writes.asked(
                    "district officer",
                    "{ evaluationCampaign(id: \"%s\") %s }"
                            .formatted(about, "{ partyVoters { totalCount } ballots { totalCount } }"));
            assertThat(officer)
                    .hasToString(
                            "{\"evaluationCampaign\":{\"partyVoters\":{\"totalCount\":5},\"ballots\":{\"totalCount\":12}}}");
            Answer answer = writes.served().ask(inOffice(writes.caller(who)), secret, Map.of("id", about));
            assertThat(answer.problems()).isEmpty();
            JsonNode told = Objects.requireNonNull(answer.data());
            assertThat(told.findValuesAsString("totalCount")).as(who).hasSize(6).containsOnly("0");
            assertThat(told.findValues("nodes").stream().flatMap(nodes -> nodes.findValuesAsString("scores").stream()))
                    .isEmpty();
        });
    }

    /** Not even to whoever reads the tables: same transaction, other ids, another order than that of voting. */
    @Test
    void nothingThatIsStoredLeadsFromABallotToItsVoter() {
        vote();
        List<String> cast = writes.rows("select id from evaluation_ballot where " + here());
        count();
        assertThat(writes.rows("select id from evaluation_ballot where " + here()))
                .doesNotContainAnyElementsOf(cast);
        assertThat(writes.rows("select distinct xmin::text from evaluation_ballot where " + here()
                        + " union select distinct xmin::text from evaluation_receipt where " + here()))
                .hasSize(1);
        List<String> ballots =
                writes.rows("select scores[1] from evaluation_ballot where " + here() + " order by ctid");
        List<String> receipts = writes.rows("""
                select n from evaluation_receipt r, generate_series(1, %d) n
                 where r.account = md5('140213account' || (100 + n))::uuid and r.%s order by r.ctid
                """.formatted(VOTERS, here().replace(" and ", " and r.")));
        assertThat(ballots).hasSize(VOTERS).isNotEqualTo(receipts);
        assertThat(ballots)
                .isNotEqualTo(ballots.stream()
                        .sorted((a, b) -> Integer.parseInt(a) - Integer.parseInt(b))
                        .toList());
        // The log knows that ballots came, and of no voter.
        assertThat(writes.rows("""
                        select distinct concat_ws(' ', e.subject_type, e.actor, array_to_string(e.actor_roles, ','), e.client, e.reason,
                                                  (select string_agg(k, ',') from json_object_keys(e.payload) k))
                          from event e where e.district_id = :district and e.name = 'BALLOT_RECEIVED'
                        """)).containsExactly("EvaluationLeg ");
        assertThat(writes.asked(
                                "district officer",
                                "{ evaluationCampaign(id: \"%s\") { history { nodes { event } } } }"
                                        .formatted(evaluation))
                        .findValuesAsString("event"))
                .containsOnly("EVALUATION_CAMPAIGN_MOVED");
    }

    /** Resident n gives n and 100 - n. */
    private void vote() {
        for (int n = 1; n <= VOTERS; n++)
            writes.done(resident(n), ballot(evaluation, "RESIDENTS", items, n, 100 - n), "", null);
    }

    private void count() {
        pass(writes, evaluation);
        writes.done("district officer", step("close", evaluation), "");
        writes.done("district officer", step("score", evaluation), "");
    }

    private String here() {
        return "district_id = :district and campaign_id = '" + uuid(evaluation) + "'";
    }

    private Map<String, Caller> attackers() {
        Map<String, Caller> attackers = new LinkedHashMap<>();
        attackers.put("the subject", writes.caller("serving member"));
        attackers.put("the subject as a resident", resident(26));
        attackers.put("the subject in office", inOffice(writes.caller("serving member")));
        attackers.put("the subject in office, as a resident", inOffice(resident(26)));
        attackers.put("a worker", writes.caller("community worker"));
        attackers.put("an officer", writes.caller("street officer"));
        attackers.put("the district", writes.caller("district officer"));
        attackers.put("an auditor", writes.caller("auditor"));
        attackers.put("a voter", resident(13));
        return attackers;
    }

    /** The same account with every office that looks at evaluations, over the whole of the community that evaluates. */
    private Caller inOffice(Caller subject) {
        Caller officer = writes.caller("street officer");
        Set<Role> roles = EnumSet.of(Role.STREET_OFFICER, Role.DISTRICT_OFFICER, Role.AUDITOR);
        roles.addAll(subject.roles());
        return new Caller(
                subject.subject(), subject.district(), subject.client(), roles, officer.grids(), subject.own());
    }

    private Caller attacker(String who) {
        return Objects.requireNonNull(attackers().get(who));
    }

    private Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        attackers().forEach((who, attacker) -> {
            Answer answer = writes.served().ask(attacker, EVERYTHING, Map.of("id", evaluation));
            answers.put(who, answer.data() + " " + answer.problems());
        });
        return answers;
    }

    /** What everybody is told who tries to vote where that caller may not. */
    private Map<String, String> refusals() {
        Map<String, String> refusals = new LinkedHashMap<>();
        attackers().forEach((who, attacker) -> {
            for (String leg : List.of("PARTY_ORGANISATION", "RESIDENTS", "SELF")) {
                if (who.startsWith("the subject") && leg.equals("SELF")) continue;
                if (who.equals("an auditor") || (who.equals("a voter") && leg.equals("RESIDENTS"))) continue;
                refusals.put(
                        who + " " + leg,
                        writes.run(attacker, ballot(evaluation, leg, items, 1, 1), "", null)
                                .toString());
            }
        });
        return refusals;
    }
}
