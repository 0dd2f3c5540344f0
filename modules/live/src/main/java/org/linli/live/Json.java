package org.linli.live;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.Words;
import org.linli.schema.read.Plan;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How records of use cases are written: outcomes and events in snake case, as columns are; arguments as the client wrote them. */
final class Json {
    private static final JsonMapper COLUMNS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final JsonMapper ARGUMENTS = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final String TYPE_BEFORE = "\"" + Plan.TYPE + "\":\"";

    private Json() {}

    static String text(Object record) {
        return COLUMNS.writeValueAsString(record);
    }

    /** What an event says beyond the columns of the log; a reason, which may hold personal data, stands in its column only. */
    static ObjectNode payload(Event event) {
        ObjectNode json = COLUMNS.valueToTree(event);
        return json.remove(List.of("id", "from", "to", "reason"));
    }

    /** A record with its type, which comes last. */
    static String outcome(Object record) {
        ObjectNode json = COLUMNS.valueToTree(record);
        json.put(Plan.TYPE, record.getClass().getSimpleName());
        return json.toString();
    }

    /** The type of an outcome, read where it stands: most outcomes are handed on as they are. */
    static String typeOf(String outcome) {
        return outcome.substring(
                outcome.lastIndexOf(TYPE_BEFORE) + TYPE_BEFORE.length(), outcome.length() - "\"}".length());
    }

    static ObjectNode parse(String outcome) {
        return (ObjectNode) COLUMNS.readTree(outcome);
    }

    /** Equal for equal arguments. */
    static String canonical(Map<String, Object> arguments) {
        return ARGUMENTS.writeValueAsString(arguments);
    }

    static @Nullable Object argument(@Nullable Object value, JavaType type) {
        return value == null ? null : ARGUMENTS.convertValue(value, type);
    }

    static JavaType type(java.lang.reflect.Type type) {
        return ARGUMENTS.constructType(type);
    }

    /** {@code SEAT_TAKEN} for {@code SeatTaken}. */
    static String name(Event event) {
        return capitals(event.getClass().getSimpleName());
    }

    static @Nullable String name(@Nullable Enum<?> state) {
        return state == null ? null : state.name();
    }

    static String capitals(String name) {
        return Words.snake(name).toUpperCase(Locale.ROOT);
    }
}
