package org.linli.api.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.writes.Electorate.ballot;
import static org.linli.api.writes.Electorate.draft;
import static org.linli.api.writes.Electorate.input;
import static org.linli.api.writes.Electorate.items;
import static org.linli.api.writes.Electorate.member;
import static org.linli.api.writes.Electorate.officer;
import static org.linli.api.writes.Electorate.party;
import static org.linli.api.writes.Electorate.pass;
import static org.linli.api.writes.Electorate.passAppeals;
import static org.linli.api.writes.Electorate.resident;
import static org.linli.api.writes.Electorate.step;
import static org.linli.api.writes.Electorate.uuid;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.writes.EvaluationModel.Actor;
import org.linli.api.writes.EvaluationModel.Actor.Kind;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/** Random sequences of the use cases by many callers: answers, states, scores and history are those of {@link EvaluationModel}. */
class EvaluationSequencesTest {
    private static final int SEQUENCES = Integer.getInteger("linli.random.sequences", 25);
    private static final int STEPS = 45;
    private static final List<String> LEGS = List.of("PARTY_ORGANISATION", "RESIDENTS", "SELF");

    private static Writes writes;
    private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();
    private static final List<Actor> OFFICERS = List.of(
            new Actor("district officer", Kind.OFFICER, 0),
            new Actor("another district officer", Kind.OFFICER, 0),
            new Actor("street officer", Kind.OFFICER, 0),
            new Actor("worker and resident", Kind.OFFICER_ELSEWHERE, 11),
            new Actor("officer and subject", Kind.OFFICER_SUBJECT, 0));
    private static final List<Actor> APPELLANTS =
            List.of(new Actor("serving member", Kind.SUBJECT, 0), new Actor("unit contact", Kind.STRANGER, 0));
    private static final List<Actor> VOTERS = new ArrayList<>();

    private Random random = new Random();
    private EvaluationModel model = new EvaluationModel(3, 50, Map.of());
    private String evaluation = "";
    private List<String> items = List.of();
    private final List<String> done = new ArrayList<>();

    @BeforeAll
    static void settle() {
        writes = new Writes();
        Electorate.settle(writes);
        for (String name :
                List.of("district officer", "street officer", "worker and resident", "serving member", "unit contact"))
            CALLERS.put(name, writes.caller(name));
        CALLERS.put("another district officer", officer(90));
        CALLERS.put("officer and subject", officer(23));
        for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 11, 21, 22, 23, 24, 25, 26}) {
            CALLERS.put("resident " + n, resident(n));
            VOTERS.add(new Actor("resident " + n, n == 26 ? Kind.SUBJECT_AS_RESIDENT : Kind.RESIDENT, n));
        }
        VOTERS.addAll(List.of(OFFICERS.get(3), OFFICERS.get(4), APPELLANTS.getFirst(), APPELLANTS.getLast()));
    }

    @AfterAll
    static void close() throws SQLException {
        writes.close();
    }

    @Test
    void everySequenceEndsAsTheRulesSay() {
        Map<String, Integer> ends = new LinkedHashMap<>();
        for (int n = 0; n < SEQUENCES; n++) {
            random = new Random(20261125L + n);
            done.clear();
            begin();
            for (int i = 0; i < STEPS; i++) goOn();
            compare();
            ends.merge(model.status, 1, Integer::sum);
        }
        if (SEQUENCES >= 40) assertThat(ends).containsKeys("OPEN", "PUBLISHED");
    }

    private void begin() {
        int minimum = 3 + random.nextInt(2);
        int first = 10 + random.nextInt(80);
        Map<String, Integer> legs = legs();
        model = new EvaluationModel(minimum, first, legs);
        JsonNode drafted =
                writes.done("district officer", draft(written(minimum, first, legs, true)), Electorate.MOVED);
        evaluation = drafted.at("/evaluation/id").asString();
        items = items(writes, evaluation);
    }

    /** Mostly what the state allows, by whom it allows it; sometimes anything by anybody. */
    private void goOn() {
        boolean wild = random.nextInt(4) == 0;
        Actor officer = wild ? any(OFFICERS) : OFFICERS.get(random.nextInt(3));
        int choice = wild ? random.nextInt(11) : next();
        switch (choice) {
            case 0 -> change(officer);
            case 1 -> same(officer, step("announce", evaluation), model.announce(officer));
            case 2 -> same(officer, step("open", evaluation), model.open(officer));
            case 3 -> vote();
            case 4 -> same(officer, step("close", evaluation), model.close(officer));
            case 5 -> same(officer, step("score", evaluation), model.score(officer));
            case 6 -> appeal(wild ? any(APPELLANTS) : APPELLANTS.getFirst());
            case 7 -> decide(officer);
            case 8 -> same(officer, step("finalise", evaluation), model.finalise(officer));
            case 9 -> same(officer, step("publish", evaluation), model.publish(officer));
            default -> timePasses();
        }
    }

    private int next() {
        return switch (model.status) {
            case "DRAFT" -> random.nextInt(3) == 0 ? 0 : 1;
            case "ANNOUNCED" -> 2;
            case "OPEN" -> random.nextInt(12) > 0 && !model.closingDay ? 3 : model.closingDay ? 4 : 10;
            case "CLOSED" -> 5;
            case "SCORED" -> random.nextInt(2) == 0 ? 6 : model.appealsOver ? 8 : 10;
            case "APPEAL" -> 7 + random.nextInt(2);
            case "FINAL" -> 9;
            default -> 3;
        };
    }

    private void change(Actor officer) {
        int minimum = 3 + random.nextInt(2);
        int first = 10 + random.nextInt(80);
        Map<String, Integer> legs = legs();
        boolean valid = random.nextInt(4) > 0;
        int expected = model.version - (random.nextInt(4) == 0 ? 1 : 0);
        if (expected == 0) expected = 7;
        same(
                officer,
                "changeEvaluation(evaluation: \"%s\", expectedVersion: %d, change: %s)"
                        .formatted(evaluation, expected, written(minimum, first, legs, valid)),
                model.change(officer, expected, valid, minimum, first, legs));
        items = items(writes, evaluation);
    }

    private void vote() {
        Actor voter = any(VOTERS);
        String leg = any(LEGS);
        int[] scores = new int[random.nextInt(10) == 0 ? 1 : 2];
        for (int i = 0; i < scores.length; i++) scores[i] = random.nextInt(15) == 0 ? 101 : random.nextInt(101);
        same(voter, ballot(evaluation, leg, items, scores), model.vote(voter, leg, scores));
    }

    private void appeal(Actor appellant) {
        same(
                appellant,
                "appealEvaluation(evaluation: \"%s\", reason: \"示例\")".formatted(evaluation),
                model.appeal(appellant));
    }

    private void decide(Actor officer) {
        String strike = random.nextBoolean() ? null : any(LEGS);
        same(
                officer,
                "decideAppeal(evaluation: \"%s\", %s decision: \"示例\")"
                        .formatted(evaluation, strike == null ? "" : "strike: " + strike + ","),
                model.decide(officer, strike));
    }

    private void timePasses() {
        if (model.status.equals("OPEN")) {
            pass(writes, evaluation);
            model.closingDay = true;
        } else if (model.status.equals("SCORED")) {
            passAppeals(writes, evaluation);
            model.appealsOver = true;
        }
    }

    private void same(Actor actor, String mutation, String expected) {
        JsonNode answer = writes.run(Objects.requireNonNull(CALLERS.get(actor.name())), mutation, "", null);
        String answered = answer.path("code").isMissingNode()
                ? EvaluationModel.OK
                : answer.path("code").asString();
        done.add(actor.name() + ": " + mutation.replaceAll("\\(.*", "") + " -> " + answered);
        assertThat(answered).as("%s\n%s", mutation, String.join("\n", done)).isEqualTo(expected);
        if (random.nextInt(6) == 0) compare();
    }

    private void compare() {
        JsonNode told =
                writes.asked("district officer", """
                        { evaluationCampaign(id: "%s") { status version score legs { kind weight score ballotCount } history { nodes { toState } }
                          ballots { totalCount } } }
                        """.formatted(evaluation)).path("evaluationCampaign");
        String story = String.join("\n", done);
        assertThat(told.path("status").asString()).as(story).isEqualTo(model.status);
        assertThat(told.path("version").asInt()).as(story).isEqualTo(model.version);
        assertThat(text(told.path("score"))).as(story).isEqualTo(model.told(model.score()));
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (JsonNode leg : told.path("legs").values()) {
            String kind = leg.path("kind").asString();
            weights.put(kind, leg.path("weight").asInt());
            assertThat(text(leg.path("score"))).as(kind + "\n" + story).isEqualTo(model.told(model.score(kind)));
            assertThat(text(leg.path("ballotCount")))
                    .as(kind + "\n" + story)
                    .isEqualTo(model.told(kind) == null ? null : String.valueOf(model.told(kind)));
        }
        assertThat(weights).as(story).isEqualTo(model.legs);
        // A decided appeal is told without a state.
        assertThat(told.at("/history/nodes").values().stream()
                        .map(node -> text(node.path("toState")))
                        .filter(Objects::nonNull))
                .as(story)
                .containsExactlyElementsOf(model.history);
        assertThat(writes.rows(
                        "select count(*) from evaluation_receipt where district_id = :district and campaign_id = '"
                                + uuid(evaluation) + "'"))
                .as(story)
                .containsExactly(String.valueOf(model.receipts()));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : value.asString();
    }

    private Map<String, Integer> legs() {
        return List.of(
                        Map.of("PARTY_ORGANISATION", 40, "RESIDENTS", 40, "SELF", 20),
                        Map.of("PARTY_ORGANISATION", 33, "RESIDENTS", 33, "SELF", 34),
                        Map.of("RESIDENTS", 71, "SELF", 29),
                        Map.of("PARTY_ORGANISATION", 1, "RESIDENTS", 99))
                .get(random.nextInt(4));
    }

    private static String written(int minimum, int first, Map<String, Integer> legs, boolean valid) {
        String weights = legs.entrySet().stream()
                .map(leg -> "{kind: %s, weight: %d}".formatted(leg.getKey(), leg.getValue()))
                .collect(Collectors.joining(", "));
        return input(
                member(),
                "{title: \"甲\", weight: %d}, {title: \"乙\", weight: %d}"
                        .formatted(first, 100 - first - (valid ? 0 : 1)),
                weights,
                legs.containsKey("PARTY_ORGANISATION") ? party(21, 22, 23, 24, 25) : "",
                "minimumBallots: " + minimum);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
