package org.linli.demo;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.linli.schema.Caller;
import org.linli.schema.read.Inputs.Reference;

/** How a triad evaluation goes from its draft to its publication, and who casts a ballot in it. */
final class Ballots {
    private static final List<String> ITEMS = List.of("示例指标：态度", "示例指标：时效", "示例指标：成效");
    private static final List<Integer> WEIGHTS = List.of(50, 30, 20);

    record Leg(int n, String kind, int weight) {}

    /**
     * @param minimum ballots without which a leg is missing
     * @param voters of the party organisation
     */
    record Evaluation(
            int n,
            String title,
            Reference subject,
            int community,
            OffsetDateTime opensAt,
            OffsetDateTime closesAt,
            int minimum,
            List<Leg> legs,
            List<Reference> voters,
            Caller organiser) {}

    private final Script script;

    Ballots(Script script) {
        this.script = script;
    }

    /** Takes ballots from its first morning on, having been drafted and announced in the days before. */
    void opens(Evaluation one) {
        isDrafted(one, one.opensAt().minusDays(12).plusHours(10));
        isAnnounced(one, one.opensAt().minusDays(10).plusHours(10));
        takesBallots(one, one.opensAt().plusHours(8));
    }

    void isDrafted(Evaluation one, OffsetDateTime at) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < ITEMS.size(); i++) items.add(Script.given("title", ITEMS.get(i), "weight", WEIGHTS.get(i)));
        List<UUID> ids = Stream.of(
                        Stream.of(id(one)),
                        IntStream.rangeClosed(1, ITEMS.size()).mapToObj(number -> item(one, number)),
                        one.legs().stream().map(leg -> script.made("0052", leg.n())))
                .flatMap(several -> several)
                .toList();
        script.play(
                at,
                one.organiser(),
                "draftEvaluation",
                ids,
                "evaluation",
                Script.given(
                        "title",
                        one.title(),
                        "subject",
                        one.subject(),
                        "community",
                        script.id("0002", one.community()),
                        "opensAt",
                        one.opensAt(),
                        "closesAt",
                        one.closesAt(),
                        "minimumBallots",
                        one.minimum(),
                        "items",
                        items,
                        "legs",
                        one.legs().stream()
                                .map(leg -> Script.given("kind", leg.kind(), "weight", leg.weight()))
                                .toList(),
                        "partyVoters",
                        one.voters()));
    }

    void isAnnounced(Evaluation one, OffsetDateTime at) {
        step(one, one.organiser(), at, "announceEvaluation");
    }

    void takesBallots(Evaluation one, OffsetDateTime at) {
        step(one, one.organiser(), at, "openEvaluation");
    }

    /** @param scores of the items, in their order */
    void votes(Evaluation one, Caller voter, String leg, List<Integer> scores, OffsetDateTime at) {
        List<Map<String, Object>> ratings = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++)
            ratings.add(Script.given("item", item(one, i + 1), "score", scores.get(i)));
        script.play(at, voter, "castBallot", List.of(), "evaluation", id(one), "leg", leg, "scores", ratings);
    }

    /** A week after it closes. */
    void isCounted(Evaluation one) {
        step(one, one.organiser(), one.closesAt().plusDays(8).plusHours(9), "closeEvaluation");
        step(one, one.organiser(), one.closesAt().plusDays(8).plusHours(10), "scoreEvaluation");
    }

    /** Once nobody may appeal any more. */
    void isPublished(Evaluation one, Caller officer) {
        step(one, officer, one.closesAt().plusDays(23).plusHours(10), "finaliseEvaluation");
        step(one, officer, one.closesAt().plusDays(24).plusHours(10), "publishEvaluation");
    }

    private void step(Evaluation one, Caller by, OffsetDateTime at, String useCase) {
        script.play(at, by, useCase, List.of(), "evaluation", id(one));
    }

    private UUID id(Evaluation one) {
        return script.made("0051", one.n());
    }

    private UUID item(Evaluation one, int number) {
        return script.made("0053", one.n() * 10 + number);
    }
}
