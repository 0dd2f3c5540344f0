package org.linli.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an import break rules, so none of them was taken over.
 *
 * @param faults each as the row's number from 1, the field and the code of the rule; without the value, which may be personal
 */
public record ImportRefused(List<String> faults) implements Refusal {
    /** What is wrong with rows, while they are held against the rules for a single record. */
    public static final class Faults {
        /** Whoever has so many has got the wrong columns. */
        private static final int TOLD = 100;

        private final List<Fault> found = new ArrayList<>();

        /** What the rule makes of a row; null, and noted, where it refuses. */
        public <T> @Nullable T of(int row, String field, Supplier<T> rule) {
            try {
                return rule.get();
            } catch (Refused refused) {
                found.add(new Fault(
                        row, field, Json.capitals(refused.refusal().getClass().getSimpleName())));
                return null;
            }
        }

        /** Holds a row against a rule, which throws {@link Refused}. */
        public void check(int row, String field, Runnable rule) {
            of(row, field, () -> {
                rule.run();
                return true;
            });
        }

        /** @throws Refused where there are any */
        public void none() {
            if (!found.isEmpty())
                throw new Refused(new ImportRefused(
                        found.stream().limit(TOLD).map(Fault::toString).toList()));
        }

        /** All of them. */
        public List<Fault> all() {
            return List.copyOf(found);
        }

        /** The rows that have any. */
        public Set<Integer> rows() {
            return found.stream().map(Fault::row).collect(Collectors.toSet());
        }
    }

    /**
     * A rule that a row breaks, without the value, which may be personal.
     *
     * @param field of the contract's input
     * @param rule the code of the refusal
     */
    public record Fault(int row, String field, String rule) {
        @Override
        public String toString() {
            return row + " " + field + " " + rule;
        }
    }
}
