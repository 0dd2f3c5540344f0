package org.linli.schema.read;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Words;
import tools.jackson.databind.JsonNode;

/** How values of an SDL type are bound, written as JSON and read back from a cursor. */
record SqlType(String name, Class<?> bound, Form form) {
    /** Texts in filters and look-ups, in characters. */
    static final int LONGEST = 2000;

    enum Form {
        TEXT,
        ENUM,
        INTEGER,
        LONG,
        FLOAT,
        DECIMAL,
        BOOLEAN,
        MOMENT,
        DAY,
        TIME,
        UUID
    }

    /** A number in the log, which no field shows. */
    static final SqlType POSITION = new SqlType("bigint", Long.class, Form.LONG);

    static SqlType of(String sdl, boolean isEnum) {
        // Roles come from tokens as well as from rows, and events have the names of records of Java: no table has a
        // type for them.
        if (sdl.equals("Role") || sdl.equals("UpdateType")) return new SqlType("text", String.class, Form.ENUM);
        if (isEnum) return new SqlType(Words.snake(sdl), String.class, Form.ENUM);
        return switch (sdl) {
            case "Int", "NonNegativeInt", "PositiveInt" -> new SqlType("int", Integer.class, Form.INTEGER);
            case "Float" -> new SqlType("float8", Double.class, Form.FLOAT);
            case "BigDecimal" -> new SqlType("numeric", BigDecimal.class, Form.DECIMAL);
            case "Boolean" -> new SqlType("boolean", Boolean.class, Form.BOOLEAN);
            case "DateTime" -> new SqlType("timestamptz", OffsetDateTime.class, Form.MOMENT);
            case "Date" -> new SqlType("date", LocalDate.class, Form.DAY);
            case "LocalTime" -> new SqlType("time", LocalTime.class, Form.TIME);
            case "ID" -> new SqlType("uuid", UUID.class, Form.UUID);
            case "String", "Url", "Locale", "Cursor" -> new SqlType("text", String.class, Form.TEXT);
            default -> throw new IllegalStateException("No column can hold a " + sdl + ".");
        };
    }

    /** A column of this type as the JSON value that the client gets. */
    String json(String column) {
        return form == Form.DECIMAL ? column + "::text" : column;
    }

    /** A coerced GraphQL value as it is bound. */
    @Nullable
    Object bind(@Nullable Object value) {
        if (value == null) return null;
        // As a tag, zh-CN: on its own a Locale calls itself zh_CN.
        if (value instanceof Locale language) return language.toLanguageTag();
        return switch (form) {
            case TEXT -> text(value.toString());
            case FLOAT -> ((Number) value).doubleValue();
            case DECIMAL -> decimal((BigDecimal) value);
            case MOMENT -> moment((OffsetDateTime) value);
            case DAY -> day((LocalDate) value);
            default -> value;
        };
    }

    /** A list of bound values as a PostgreSQL array. */
    Object array(List<?> values) {
        Object array = Array.newInstance(bound, values.size());
        for (int i = 0; i < values.size(); i++) Array.set(array, i, values.get(i));
        return array;
    }

    /** A value from a cursor; a {@link RuntimeException} where it is none of this type. */
    @Nullable
    Object read(JsonNode json) {
        if (json.isNull()) return null;
        return switch (form) {
            case TEXT -> text(string(json));
            case ENUM -> label(string(json));
            case INTEGER -> {
                if (!json.isInt()) throw new DateTimeException("not an integer");
                yield json.intValue();
            }
            case LONG -> {
                if (!json.isIntegralNumber()) throw new DateTimeException("not a position");
                yield json.longValue();
            }
            case FLOAT -> {
                if (!json.isNumber()) throw new DateTimeException("not a number");
                yield json.doubleValue();
            }
            case DECIMAL -> {
                if (!json.isNumber()) throw new DateTimeException("not a number");
                yield decimal(json.decimalValue());
            }
            case BOOLEAN -> {
                if (!json.isBoolean()) throw new DateTimeException("not a boolean");
                yield json.booleanValue();
            }
            case MOMENT -> moment(OffsetDateTime.parse(string(json)));
            case DAY -> day(LocalDate.parse(string(json)));
            case TIME -> LocalTime.parse(string(json));
            case UUID -> java.util.UUID.fromString(string(json));
        };
    }

    private static String string(JsonNode json) {
        if (!json.isString()) throw new DateTimeException("not a string");
        return json.stringValue();
    }

    /** As RFC 3339 writes it, with a year of four digits; in UTC, since offsets reach further in Java than in PostgreSQL. */
    private static OffsetDateTime moment(OffsetDateTime moment) {
        OffsetDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC);
        day(utc.toLocalDate());
        return utc;
    }

    private static LocalDate day(LocalDate day) {
        if (day.getYear() < 1 || day.getYear() > 9999) throw ClientFault.of(ErrorCode.INVALID_VALUE, LONGEST);
        return day;
    }

    /** A number that PostgreSQL can hold: 1e999999999 is short to write only. */
    private static BigDecimal decimal(BigDecimal number) {
        if (Math.abs((long) number.scale()) > LONGEST || number.precision() > LONGEST)
            throw ClientFault.of(ErrorCode.INVALID_VALUE, LONGEST);
        return number;
    }

    private static String label(String label) {
        if (!label.matches("[_A-Za-z][_0-9A-Za-z]{0,62}")) throw new DateTimeException("not an enum value");
        return label;
    }

    /** A text that PostgreSQL can hold and that is not a way to send us a book. */
    static String text(String text) {
        if (text.length() > LONGEST || !storable(text)) throw ClientFault.of(ErrorCode.INVALID_VALUE, LONGEST);
        return text;
    }

    /** Whether PostgreSQL can hold it. */
    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(++i))
                    : !Character.isLowSurrogate(c);
            if (c == 0 || !paired) return false;
        }
        return true;
    }
}
