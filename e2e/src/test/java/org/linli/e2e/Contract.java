package org.linli.e2e;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The contract as introspection tells it. */
record Contract(Map<String, Type> types) {
    private static final String INTROSPECTION = """
            { __schema { types {
                kind name
                fields { name description type { ...ref } args { name description type { ...ref } } }
                inputFields { name description type { ...ref } }
                possibleTypes { name } interfaces { name } enumValues { name } } } }
            fragment ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
            """;

    record Type(
            String kind,
            String name,
            Map<String, Field> fields,
            Map<String, Ref> inputs,
            List<String> possible,
            List<String> interfaces,
            List<String> values) {
        boolean isAbstract() {
            return !possible.isEmpty();
        }

        boolean isNode() {
            return kind.equals("OBJECT") && interfaces.contains("Node");
        }
    }

    record Field(String name, String description, Ref type, Map<String, Ref> arguments) {
        boolean needsArguments() {
            return arguments.values().stream().anyMatch(Ref::required);
        }

        /** What can be asked below any field; nothing below a value. */
        String anything() {
            return type.name().equals("Cursor") ? "" : " { __typename }";
        }

        /** Whether the field is open to one of these roles; its description tells where it is not open to everybody. */
        boolean isFor(List<String> roles) {
            Matcher any = Pattern.compile("(^|\\n)For ([A-Z_, ]+)\\.$").matcher(description);
            return !any.find() || !Collections.disjoint(List.of(any.group(2).split(", ")), roles);
        }

        /** The same on every level: not too many rows of a level, unless there are few anyway. */
        String page(int size) {
            return arguments.containsKey("first") ? "(first: " + size + ")" : "";
        }
    }

    /** Use of a type. */
    record Ref(String name, boolean list, boolean required, String description) {
        /** The types whose ids an argument of a mutation takes; its description tells. */
        List<String> ids() {
            Matcher ids = Pattern.compile("An id of ([A-Za-z ]+)\\.$").matcher(description);
            return ids.find() ? List.of(ids.group(1).split(" or ")) : List.of();
        }

        static Ref of(JsonNode use) {
            JsonNode type = use.path("type");
            boolean required = type.path("kind").asString().equals("NON_NULL");
            boolean list = false;
            JsonNode named = type;
            for (;
                    !named.path("ofType").isMissingNode()
                            && !named.path("ofType").isNull();
                    named = named.path("ofType"))
                list |= named.path("kind").asString().equals("LIST");
            return new Ref(
                    named.path("name").asString(),
                    list,
                    required,
                    use.path("description").asString(""));
        }
    }

    static Contract of(Visitor visitor) {
        Answer answer = visitor.ask(INTROSPECTION);
        return new Contract(named(answer.at("__schema/types"), Contract::type));
    }

    Type type(String name) {
        Type type = types.get(name);
        if (type == null) throw new IllegalArgumentException("no type " + name);
        return type;
    }

    /** What an input takes, by name; a scalar takes nothing of the kind. */
    Map<String, Ref> inputs(String name) {
        return type(name).inputs();
    }

    /** The types whose rows can be found again by their id. */
    List<String> nodes() {
        return types.values().stream().filter(Type::isNode).map(Type::name).toList();
    }

    /** The type of the rows that a field gives, through the page they come in; null for a field without rows. */
    @Nullable
    Type rows(Field field) {
        Type type = type(field.type().name());
        Field nodes = type.fields().get("nodes");
        if (isPage(field) && nodes != null) return type(nodes.type().name());
        return type.isAbstract() || type.isNode() ? type : null;
    }

    boolean isPage(Field field) {
        return field.type().name().endsWith("Connection");
    }

    private static Type type(JsonNode type) {
        return new Type(
                type.path("kind").asString(),
                type.path("name").asString(),
                named(type.path("fields"), Contract::field),
                named(type.path("inputFields"), Ref::of),
                type.path("possibleTypes").findValuesAsString("name"),
                type.path("interfaces").findValuesAsString("name"),
                type.path("enumValues").findValuesAsString("name"));
    }

    private static Field field(JsonNode field) {
        return new Field(
                field.path("name").asString(),
                field.path("description").asString(),
                Ref.of(field),
                named(field.path("args"), Ref::of));
    }

    private static <T> Map<String, T> named(JsonNode list, Function<JsonNode, T> read) {
        return list.valueStream()
                .collect(Collectors.toMap(
                        one -> one.path("name").asString(), read, (one, same) -> one, LinkedHashMap::new));
    }
}
