package org.linli.schema.read;

import graphql.language.ArrayValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An argument as written: its structure, which decides the text of a statement, and where each of its values comes
 * from, a literal or a variable, which decides what is bound.
 */
sealed interface Argument {
    /** What a request gives it. */
    @Nullable
    Object value(Request request);

    /** The fields of an input object that were given. */
    Map<String, Argument> fields();

    /** The elements of a list; a single value stands for a list of one. */
    List<Argument> items();

    /** Whether null was given. */
    boolean isNull();

    /** The value in the request that is being compiled; only for what belongs to a statement's shape. */
    @Nullable
    Object sample();

    /** Equal for arguments that are bound to the same value in every request. */
    String key();

    static Argument of(@Nullable Value<?> written, @Nullable Object resolved) {
        if (written instanceof VariableReference variable) return new Variable(variable.getName(), List.of(), resolved);
        if (written instanceof ObjectValue object && resolved instanceof Map<?, ?> map) {
            Map<String, Value<?>> values = object.getObjectFields().stream()
                    .collect(Collectors.toMap(ObjectField::getName, ObjectField::getValue));
            return new Written(children(map, (name, value) -> of(values.get(name), value)), List.of(), resolved);
        }
        if (written instanceof ArrayValue array && resolved instanceof List<?> list) {
            List<Argument> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) items.add(of(array.getValues().get(i), list.get(i)));
            return new Written(Map.of(), items, resolved);
        }
        // GraphQL takes one value for a list of one; it may hold variables all the same.
        if (written instanceof ObjectValue && resolved instanceof List<?> list)
            return new Written(Map.of(), List.of(of(written, list.getFirst())), resolved);
        return new Literal(resolved);
    }

    /** A value without variables. */
    record Literal(@Nullable Object sample) implements Argument {
        @Override
        public @Nullable Object value(Request request) {
            return sample;
        }

        @Override
        public Map<String, Argument> fields() {
            return children(sample, (name, value) -> new Literal(value));
        }

        @Override
        public List<Argument> items() {
            return sample instanceof List<?> list
                    ? list.stream().<Argument>map(Literal::new).toList()
                    : List.of(this);
        }

        @Override
        public boolean isNull() {
            return sample == null;
        }

        @Override
        public String key() {
            return key(sample);
        }

        /** With its length before a text, so that no text reads like several. */
        private static String key(@Nullable Object value) {
            if (value == null) return "null";
            if (value instanceof List<?> list)
                return list.stream().map(Literal::key).toList().toString();
            String text = value.toString();
            return text.length() + ":" + text + ":" + value.getClass().getSimpleName();
        }
    }

    /** A variable, or what stands under a path of one. */
    record Variable(
            String name, List<Object> path, @Nullable Object sample) implements Argument {
        @Override
        public @Nullable Object value(Request request) {
            Object value = request.variables().get(name);
            for (Object step : path)
                value = step instanceof Integer index
                        ? (value instanceof List<?> list ? list.get(index) : value)
                        : value instanceof Map<?, ?> map ? map.get(step) : null;
            return value;
        }

        @Override
        public Map<String, Argument> fields() {
            return children(sample, (field, value) -> new Variable(name, longer(field), value));
        }

        @Override
        public List<Argument> items() {
            if (!(sample instanceof List<?> list)) return List.of(this);
            List<Argument> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) items.add(new Variable(name, longer(i), list.get(i)));
            return items;
        }

        @Override
        public boolean isNull() {
            return sample == null;
        }

        @Override
        public String key() {
            return "$" + name + path;
        }

        private List<Object> longer(Object step) {
            List<Object> longer = new ArrayList<>(path);
            longer.add(step);
            return longer;
        }
    }

    /** An object or list literal that may hold variables. */
    record Written(Map<String, Argument> fields, List<Argument> items, Object sample) implements Argument {
        @Override
        public @Nullable Object value(Request request) {
            if (!(sample instanceof List<?>)) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                fields.forEach((name, argument) -> values.put(name, argument.value(request)));
                return values;
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (Argument item : items) values.add(item.value(request));
            return values;
        }

        @Override
        public boolean isNull() {
            return false;
        }

        @Override
        public String key() {
            return fields.isEmpty()
                    ? items.stream().map(Argument::key).toList().toString()
                    : fields.entrySet().stream()
                            .map(field ->
                                    field.getKey() + "=" + field.getValue().key())
                            .toList()
                            .toString();
        }
    }

    private static Map<String, Argument> children(@Nullable Object sample, Child child) {
        Map<String, Argument> fields = new LinkedHashMap<>();
        if (sample instanceof Map<?, ?> map)
            map.forEach((name, value) -> fields.put((String) name, child.of((String) name, value)));
        return fields;
    }

    /** Makes the argument of a field of an object. */
    interface Child {
        Argument of(String field, @Nullable Object value);
    }
}
