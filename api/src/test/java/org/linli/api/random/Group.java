package org.linli.api.random;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;

/**
 * Rows that have something in common.
 *
 * @param key the common values by field; of a relation the id of the other row
 */
record Group(RowType type, Map<String, @Nullable Object> key, List<Row> rows) {
    private static final int USUAL = 100;

    /** One thing that rows are grouped by. */
    private record By(Declared field, String period) {
        @Nullable
        Object of(Row row, ZoneId zone) {
            if (field instanceof One one) return row.get(one.by());
            Object value = row.get(((Scalar) field).column());
            if (value instanceof OffsetDateTime moment)
                return begin(moment.atZoneSameInstant(zone).toLocalDate());
            return value instanceof LocalDate day ? begin(day) : value;
        }

        private LocalDate begin(LocalDate day) {
            return switch (period) {
                case "WEEK" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case "MONTH" -> day.withDayOfMonth(1);
                default -> day;
            };
        }
    }

    /** The groups that these arguments ask for. */
    static List<Group> of(RowType type, List<Row> rows, Map<String, Object> arguments, View view) {
        List<By> keys = new ArrayList<>();
        if (arguments.get("by") != null)
            for (Object by : (List<?>) arguments.get("by")) keys.add(by(type, (Map<?, ?>) by));
        if (keys.isEmpty()) return List.of(new Group(type, Map.of(), rows));
        ZoneId zone = ZoneId.of(Rows.zone(view.caller()));
        Map<Map<String, @Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
        for (Row row : rows) {
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            for (By by : keys) key.put(by.field().name(), by.of(row, zone));
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        Comparator<Group> order = (a, b) -> compare(type, keys, a, b, view.comparison());
        if ("COUNT_DESC".equals(arguments.get("order")))
            order = Comparator.<Group>comparingInt(group -> -group.rows().size())
                    .thenComparing(order);
        int first = arguments.get("first") instanceof Integer given ? given : USUAL;
        return groups.entrySet().stream()
                .map(group -> new Group(type, group.getKey(), group.getValue()))
                .sorted(order)
                .limit(first)
                .toList();
    }

    private static By by(RowType type, Map<?, ?> by) {
        Declared field = type.fields().values().stream()
                .filter(each ->
                        Words.snake(each.name()).toUpperCase(Locale.ROOT).equals(by.get("field")))
                .findFirst()
                .orElseThrow();
        return new By(field, Objects.requireNonNullElse((String) by.get("period"), "DAY"));
    }

    private static int compare(RowType type, List<By> keys, Group a, Group b, Comparison comparison) {
        for (By by : keys) {
            Object left = a.key().get(by.field().name());
            Object right = b.key().get(by.field().name());
            int difference = left == null || right == null
                    ? Boolean.compare(left == null, right == null)
                    : by.field() instanceof Scalar scalar && !(left instanceof LocalDate)
                            ? comparison.compare(type, scalar, left, right)
                            : Comparison.natural(left, right);
            if (difference != 0) return difference;
        }
        return 0;
    }

    /** A measure over a field's values that are there, null where none is. */
    @Nullable
    Object measure(String measure, String name, Comparison comparison) {
        Scalar field = (Scalar) type.field(name);
        List<Object> values = rows.stream()
                .map(row -> row.get(field.column()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (values.isEmpty()) return null;
        Comparator<Object> order = (a, b) -> comparison.compare(type, field, a, b);
        return switch (measure) {
            case "min" -> values.stream().min(order).orElseThrow();
            case "max" -> values.stream().max(order).orElseThrow();
            case "sum" -> sum(values.stream());
            default -> sum(values.stream()).doubleValue() / values.size();
        };
    }

    private static BigDecimal sum(Stream<Object> numbers) {
        return numbers.map(number -> new BigDecimal(number.toString())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
