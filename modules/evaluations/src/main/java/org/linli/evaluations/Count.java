package org.linli.evaluations;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ballots of a triad evaluation come to. A leg is the mean of its ballots, by the weights of the items; the whole is the mean of
 * the legs, by theirs. A leg with too few ballots or struck by an appeal is missing: its weight goes to the others in proportion.
 */
record Count(@Nullable BigDecimal score, List<LegScore> legs, List<ItemScore> items) {
    record Item(UUID id, int number, int weight) {}

    record Leg(UUID id, EvaluationLegKind kind, int weight, boolean struck) {}

    /** What the ballots of one leg gave one item, by its number. */
    record Tally(UUID legId, int item, int ballots, long sum) {
        Fraction mean() {
            return Fraction.of(sum, ballots);
        }
    }

    /** @param score null where the leg is missing */
    record LegScore(UUID legId, @Nullable BigDecimal score, int ballots) {}

    record ItemScore(UUID legId, UUID itemId, BigDecimal score) {}

    static Count of(int minimumBallots, List<Item> items, List<Leg> legs, List<Tally> tallies) {
        List<LegScore> legScores = new ArrayList<>();
        List<ItemScore> itemScores = new ArrayList<>();
        Fraction sum = Fraction.ZERO;
        int weights = 0;
        for (Leg leg : legs) {
            List<Tally> own = tallies.stream()
                    .filter(tally -> tally.legId().equals(leg.id()))
                    .toList();
            int ballots = own.isEmpty() ? 0 : own.getFirst().ballots();
            if (leg.struck() || ballots < leg.kind().needs(minimumBallots)) {
                legScores.add(new LegScore(leg.id(), null, ballots));
                continue;
            }
            Fraction mean = mean(items, own);
            legScores.add(new LegScore(leg.id(), mean.rounded(), ballots));
            for (Item item : items)
                itemScores.add(
                        new ItemScore(leg.id(), item.id(), of(item, own).mean().rounded()));
            sum = sum.plus(mean.times(leg.weight(), 1));
            weights += leg.weight();
        }
        return new Count(weights == 0 ? null : sum.times(1, weights).rounded(), legScores, itemScores);
    }

    private static Fraction mean(List<Item> items, List<Tally> own) {
        Fraction sum = Fraction.ZERO;
        int weights = 0;
        for (Item item : items) {
            sum = sum.plus(of(item, own).mean().times(item.weight(), 1));
            weights += item.weight();
        }
        return sum.times(1, weights);
    }

    private static Tally of(Item item, List<Tally> own) {
        return own.stream()
                .filter(tally -> tally.item() == item.number())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a ballot without item " + item.number()));
    }
}
