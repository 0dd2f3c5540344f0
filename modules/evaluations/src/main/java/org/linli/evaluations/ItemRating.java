package org.linli.evaluations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.linli.evaluations.Count.Item;
import org.linli.evaluations.EvaluationRefusal.BallotInvalid;
import org.linli.live.Refused;

/** What a voter gives an item. */
public record ItemRating(UUID item, int score) {
    static final int HIGHEST = 100;

    /**
     * A ballot: its scores in the order of the items' numbers.
     *
     * @throws Refused unless each item has one score, within the range
     */
    static Integer[] ballot(List<Item> items, List<ItemRating> ratings) {
        Map<UUID, Integer> scores = new HashMap<>();
        ratings.forEach(rating -> scores.put(rating.item(), rating.score()));
        boolean whole = ratings.size() == items.size()
                && items.stream().allMatch(item -> scores.getOrDefault(item.id(), HIGHEST + 1) <= HIGHEST);
        if (!whole) throw new Refused(new BallotInvalid(items.size(), HIGHEST));
        return items.stream()
                .map(item -> Objects.requireNonNull(scores.get(item.id())))
                .toArray(Integer[]::new);
    }
}
