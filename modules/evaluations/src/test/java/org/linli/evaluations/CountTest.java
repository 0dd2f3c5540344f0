package org.linli.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.linli.evaluations.Count.Item;
import org.linli.evaluations.Count.Leg;
import org.linli.evaluations.Count.LegScore;
import org.linli.evaluations.Count.Tally;

class CountTest {
    private static final UUID PARTY = new UUID(0, 1);
    private static final UUID RESIDENTS = new UUID(0, 2);
    private static final UUID SELF = new UUID(0, 3);
    private static final List<Item> ONE = List.of(new Item(new UUID(1, 1), 1, 100));
    private static final List<Leg> LEGS = List.of(
            new Leg(PARTY, EvaluationLegKind.PARTY_ORGANISATION, 40, false),
            new Leg(RESIDENTS, EvaluationLegKind.RESIDENTS, 40, false),
            new Leg(SELF, EvaluationLegKind.SELF, 20, false));

    @Test
    void theWholeIsTheMeanOfTheLegsByTheirWeights() {
        Count count = count(tally(PARTY, 5, 400), tally(RESIDENTS, 10, 600), tally(SELF, 1, 100));
        // 40 % of 80, 40 % of 60, 20 % of 100
        assertThat(count.score()).isEqualTo("76.00");
        assertThat(scores(count)).containsExactly("80.00", "60.00", "100.00");
    }

    @Test
    void aMissingLegLeavesItsWeightToTheOthersInProportion() {
        Count count = count(tally(RESIDENTS, 6, 500), tally(SELF, 1, 95));
        // (40 × 83 1/3 + 20 × 95) / 60
        assertThat(count.score()).isEqualTo("87.22");
        assertThat(scores(count)).containsExactly(null, "83.33", "95.00");
        assertThat(count.items()).extracting(Count.ItemScore::legId).containsExactly(RESIDENTS, SELF);
    }

    @Test
    void aLegWithFewerBallotsThanTheMinimumIsMissing() {
        Count count = count(tally(PARTY, 4, 0), tally(RESIDENTS, 5, 450));
        assertThat(count.score()).isEqualTo("90.00");
        assertThat(count.legs().getFirst()).isEqualTo(new LegScore(PARTY, null, 4));
    }

    @Test
    void oneBallotIsEnoughForTheSelfLeg() {
        assertThat(count(tally(SELF, 1, 70)).score()).isEqualTo("70.00");
    }

    @Test
    void aStruckLegIsMissing() {
        List<Leg> struck = List.of(new Leg(PARTY, EvaluationLegKind.PARTY_ORGANISATION, 40, true), LEGS.get(1));
        Count count = Count.of(5, ONE, struck, List.of(tally(PARTY, 9, 0), tally(RESIDENTS, 5, 450)));
        assertThat(count.score()).isEqualTo("90.00");
    }

    @Test
    void withoutAnyLegThereIsNoScore() {
        assertThat(count().score()).isNull();
        assertThat(scores(count())).containsExactly(null, null, null);
    }

    @Test
    void itemsCountByTheirWeights() {
        List<Item> items = List.of(new Item(new UUID(1, 1), 1, 70), new Item(new UUID(1, 2), 2, 30));
        Count count =
                Count.of(5, items, LEGS, List.of(new Tally(RESIDENTS, 1, 7, 500), new Tally(RESIDENTS, 2, 7, 100)));
        // 70 % of 71 3/7, 30 % of 14 2/7
        assertThat(count.score()).isEqualTo("54.29");
        assertThat(count.items())
                .extracting(Count.ItemScore::score)
                .containsExactly(new BigDecimal("71.43"), new BigDecimal("14.29"));
    }

    /** Rounding each leg first would give 33.34. */
    @Test
    void nothingIsRoundedBeforeTheEnd() {
        List<Leg> legs = List.of(
                new Leg(PARTY, EvaluationLegKind.PARTY_ORGANISATION, 50, false),
                new Leg(RESIDENTS, EvaluationLegKind.RESIDENTS, 50, false));
        Count count = Count.of(3, ONE, legs, List.of(tally(PARTY, 300, 9_999), tally(RESIDENTS, 300, 10_003)));
        assertThat(scores(count)).containsExactly("33.33", "33.34");
        assertThat(count.score()).isEqualTo("33.34");
        assertThat(Fraction.of(1, 3).plus(Fraction.of(1, 6)).rounded()).isEqualTo("0.50");
    }

    @Test
    void halvesGoUp() {
        assertThat(Fraction.of(1, 200).rounded()).isEqualTo("0.01");
        assertThat(Fraction.of(1, 201).rounded()).isEqualTo("0.00");
    }

    private static Tally tally(UUID leg, int ballots, long sum) {
        return new Tally(leg, 1, ballots, sum);
    }

    private static Count count(Tally... tallies) {
        return Count.of(5, ONE, LEGS, List.of(tallies));
    }

    private static List<String> scores(Count count) {
        return count.legs().stream()
                .map(leg -> leg.score() == null ? null : leg.score().toString())
                .toList();
    }
}
