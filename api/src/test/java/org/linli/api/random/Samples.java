package org.linli.api.random;

import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;

/** Values to ask for, most of them such as rows have, in the form of JSON. */
final class Samples {
    private static final List<String> NASTY =
            List.of("", "%", "_", "'", "\"", "\\", "🏮", "$3", ":String, ", "a, b", "社", "alpha", "\uFFFD\u4E00", "\n");

    private final List<View> views;
    private final Declarations declarations;
    private final RandomGenerator random;

    /** @param views of callers who see everything */
    Samples(List<View> views, Declarations declarations, RandomGenerator random) {
        this.views = views;
        this.declarations = declarations;
        this.random = random;
    }

    /** The id of some row of the type, sometimes of none. */
    String id(RowType type) {
        Row row = row(type);
        return row == null || random.nextInt(20) == 0
                ? type.prefix() + "_" + new UUID(random.nextLong(), random.nextLong())
                : row.node();
    }

    /** The id of a row of any of the types. */
    String id(List<RowType> types) {
        return id(types.get(random.nextInt(types.size())));
    }

    RowType type(String name) {
        return declarations.type(name);
    }

    /** A value to compare a field with. */
    Object value(RowType type, Scalar field) {
        if (field.type().equals("ID")) return id(type);
        Row row = row(type);
        Object value = row == null ? null : row.get(field.column());
        if (value instanceof List<?> several) value = several.isEmpty() ? null : several.getFirst();
        if (field.type().equals("String") && random.nextInt(8) == 0) return nasty();
        return value == null ? something(field) : written(value);
    }

    /** A part of a text to look for. */
    String part(RowType type, Scalar field) {
        String text = value(type, field).toString();
        int from = random.nextInt(3) == 0
                ? text.offsetByCodePoints(0, Math.min(1, text.codePointCount(0, text.length())))
                : 0;
        int to = text.offsetByCodePoints(from, Math.min(random.nextInt(3), text.codePointCount(from, text.length())));
        return random.nextInt(6) == 0 ? nasty() : text.substring(from, to);
    }

    private String nasty() {
        return NASTY.get(random.nextInt(NASTY.size()));
    }

    private Object written(Object value) {
        if (value instanceof OffsetDateTime moment)
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    moment.withOffsetSameInstant(ZoneOffset.ofHours(random.nextInt(-3, 9))));
        if (value instanceof LocalTime time) return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        if (value instanceof Integer || value instanceof Double || value instanceof Boolean) return value;
        return value.toString();
    }

    private Object something(Scalar field) {
        if (field.isEnum())
            return List.copyOf(declarations.valuesOf(field.type())).getFirst();
        return switch (field.type()) {
            case "Int", "NonNegativeInt", "PositiveInt" -> 1 + random.nextInt(5);
            case "Float" -> random.nextInt(20) / 4.0;
            case "BigDecimal" -> "12.50";
            case "Boolean" -> random.nextBoolean();
            case "DateTime" -> "2024-11-01T00:00:00+08:00";
            case "Date" -> "2024-12-31";
            case "LocalTime" -> "18:00:00";
            case "Url" -> "https://example.org/1?q=%20";
            case "Locale" -> "zh-CN";
            default -> nasty();
        };
    }

    private @Nullable Row row(RowType type) {
        List<Row> rows = Objects.requireNonNull(views.get(random.nextInt(8) == 0 ? views.size() - 1 : 0))
                .all(type);
        return rows.isEmpty() ? null : rows.get(random.nextInt(rows.size()));
    }
}
