package org.linli.schema.read;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a filter of the log says of types alone: all else, which only lines decide, may be so or not. */
final class TypeFilter {
    private TypeFilter() {}

    /**
     * Whether a line of this type may get through.
     *
     * @param filter as a request gives it
     */
    static boolean passes(@Nullable Object filter, String type) {
        return !(filter instanceof Map<?, ?> conditions) || may(conditions, type, true);
    }

    /** Whether the filter may be so of a line of this type: true where each condition may be, false where one may. */
    private static boolean may(Map<?, ?> filter, String type, boolean so) {
        return quantified(filter.entrySet(), so, entry -> may(entry.getKey(), entry.getValue(), type, so));
    }

    private static boolean may(@Nullable Object name, @Nullable Object value, String type, boolean so) {
        return switch (String.valueOf(name)) {
            case "and" -> quantified(list(value), so, item -> may((Map<?, ?>) item, type, so));
            case "or" -> quantified(list(value), !so, item -> may((Map<?, ?>) item, type, so));
            case "not" -> value instanceof Map<?, ?> inner && may(inner, type, !so);
            case "type" ->
                value instanceof Map<?, ?> comparisons
                        && quantified(
                                comparisons.entrySet(),
                                so,
                                entry -> compares(entry.getKey(), entry.getValue(), type) == so);
            default -> true;
        };
    }

    private static boolean compares(@Nullable Object operator, @Nullable Object value, String type) {
        return switch (String.valueOf(operator)) {
            case "eq" -> type.equals(value);
            case "in" -> list(value).contains(type);
            case "ne" -> !type.equals(value);
            case "isNull" -> Boolean.FALSE.equals(value);
            default -> throw new IllegalStateException("A type is compared by " + operator);
        };
    }

    private static <T> boolean quantified(Collection<T> all, boolean every, Predicate<T> predicate) {
        return every ? all.stream().allMatch(predicate) : all.stream().anyMatch(predicate);
    }

    /** GraphQL takes one value for a list of one. */
    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }
}
