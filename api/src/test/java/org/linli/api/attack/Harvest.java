package org.linli.api.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import tools.jackson.databind.JsonNode;

/** The values that a caller is answered, by {@code Type.field}: what somebody of there could hand to somebody here. */
final class Harvest {
    private final Map<String, List<JsonNode>> values = new TreeMap<>();

    /** What is known to somebody else as well. */
    void add(Harvest other) {
        other.values.forEach((field, known) ->
                values.computeIfAbsent(field, any -> new ArrayList<>()).addAll(known));
    }

    void add(Served served, Caller caller, String document) {
        Answer answer = served.ask(caller, document, Map.of());
        if (answer.data() == null) throw new AssertionError(answer.told() + "\n" + document);
        add(answer.data());
    }

    private void add(JsonNode node) {
        String type = node.path("__typename").asString("");
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isValueNode() && !value.isNull() && !type.isEmpty()) {
                List<JsonNode> known = values.computeIfAbsent(
                        type + "." + field.getKey().replace(type + "_", ""), any -> new ArrayList<>());
                if (!known.contains(value)) known.add(value);
            }
        });
        node.forEach(this::add);
    }

    /** Different ones, in the order in which they came; none where none was seen. */
    List<JsonNode> of(String type, String field) {
        return values.getOrDefault(type + "." + field, List.of());
    }

    /** One id of every type. */
    Map<String, String> ids() {
        Map<String, String> ids = new TreeMap<>();
        values.forEach((field, known) -> {
            if (field.endsWith(".id"))
                ids.put(field.replace(".id", ""), known.getFirst().asString());
        });
        return ids;
    }
}
