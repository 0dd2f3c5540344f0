package org.linli.api.random;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.api.random.Question.Variable;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;

/**
 * Values of arguments: literals, variables, and literals that hold variables. A value is a tree of maps, lists, strings, numbers,
 * {@link Word words} and {@link Use variables}.
 */
final class Inputs {
    /** A value of an enum. */
    private record Word(String word) {}

    /** A variable where a value is wanted. */
    private record Use(String name) {}

    /** How a value is made: whole, to be given to a variable, or as a literal whose parts may be variables. */
    private enum Form {
        WHOLE,
        LITERAL
    }

    private interface Maker {
        Object in(Form form);
    }

    private final GraphQLSchema schema;
    private final Samples samples;
    private final RandomGenerator random;
    private final Set<Feature> features;
    private final Map<String, String> declared = new LinkedHashMap<>();
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, String> reusable = new LinkedHashMap<>();

    Inputs(GraphQLSchema schema, Samples samples, RandomGenerator random, Set<Feature> features) {
        this.schema = schema;
        this.samples = samples;
        this.random = random;
        this.features = features;
    }

    List<Variable> variables() {
        return variables;
    }

    /** The variable definitions of the operation. */
    String definitions() {
        return declared.isEmpty()
                ? ""
                : declared.entrySet().stream()
                        .map(variable -> "$" + variable.getKey() + ": " + variable.getValue())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A page size as an argument; null and absence stand for the usual size. */
    String size(int most) {
        return print(optional("size" + most, "NonNegativeInt", form -> random.nextInt(most + 1)));
    }

    /** A number of groups. */
    String groups() {
        return chance(0.1) ? "null" : print(optional("groups", "PositiveInt", form -> 1 + random.nextInt(8)));
    }

    /** A page size that says nothing. */
    String noSize() {
        features.add(Feature.VARIABLE);
        String name = declare("NonNegativeInt", () -> 1, false, false);
        variables.removeLast();
        variables.add(new Variable(name, "NonNegativeInt", () -> null, true, false));
        return "$" + name;
    }

    String condition() {
        return print(given("condition", "Boolean!", form -> random.nextBoolean()));
    }

    String id(List<RowType> types) {
        return print(given(null, "ID!", form -> samples.id(types)));
    }

    String ids(List<RowType> types) {
        return print(given(null, "[ID!]!", form -> list(4, () -> samples.id(types))));
    }

    String text(List<String> texts) {
        return print(given(null, "String!", form -> any(texts)));
    }

    String cursor(String cursor) {
        return print(chance(0.4) ? use(null, "String", form -> cursor, false, false) : cursor);
    }

    String where(RowType type) {
        features.add(Feature.FILTER);
        Object filter = optional(null, type.name() + "Filter", form -> filter(type, 2, form));
        if (filter instanceof Use) features.add(Feature.VARIABLE_FILTER);
        return print(filter);
    }

    /** An order that is the same in every request. */
    String orderBy(RowType type, List<String> order) {
        return chance(0.3)
                ? print(use(null, "[" + type.name() + "Order!]", form -> words(order), false, false))
                : print(words(order));
    }

    String orderBy(RowType type) {
        Object order = optional(null, "[" + type.name() + "Order!]", form -> words(order(type)));
        if (order instanceof Use) features.add(Feature.VARIABLE_ORDER);
        return print(order instanceof List<?> one && one.size() == 1 && chance(0.3) ? one(one) : order);
    }

    private List<String> order(RowType type) {
        GraphQLEnumType names = Objects.requireNonNull(schema.getTypeAs(type.name() + "Order"));
        List<String> order = distinct(
                names.getValues().stream().map(value -> value.getName()).toList(),
                name -> name.substring(0, name.lastIndexOf('_')),
                3);
        features.add(order.size() > 1 ? Feature.ORDER_BY_SEVERAL : Feature.ORDER_BY_ONE);
        if (order.stream().anyMatch(name -> name.endsWith("_DESC"))) features.add(Feature.ORDER_DESCENDING);
        return order;
    }

    private static List<Object> words(List<String> words) {
        return words.stream().<Object>map(Word::new).toList();
    }

    /** Keys to group by. */
    String by(RowType type) {
        GraphQLEnumType names = Objects.requireNonNull(schema.getTypeAs(type.name() + "GroupField"));
        List<String> fields =
                names.getValues().stream().map(value -> value.getName()).toList();
        Object by = optional(null, "[" + type.name() + "GroupBy!]", form -> {
            List<Object> keys = new ArrayList<>();
            for (String field : distinct(fields, name -> name, 3)) keys.add(key(type, field, form));
            if (keys.size() > 1) features.add(Feature.GROUPS_BY_SEVERAL);
            return keys;
        });
        return print(by instanceof List<?> one && one.size() == 1 && chance(0.4) ? one(one) : by);
    }

    private Object key(RowType type, String field, Form form) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("field", part(form, null, type.name() + "GroupField!", f -> new Word(field)));
        if (chance(0.5)) {
            String period = any(List.of("DAY", "WEEK", "MONTH"));
            features.add(Feature.valueOf(period));
            key.put("period", part(form, null, "Period", f -> new Word(period)));
        }
        boolean relation =
                type.fields(One.class).anyMatch(one -> Words.snake(one.name()).equalsIgnoreCase(field));
        if (relation) features.add(Feature.GROUPS_BY_RELATION);
        return key;
    }

    String groupOrder() {
        String order = any(List.of("KEY", "COUNT_DESC"));
        if (order.equals("COUNT_DESC")) features.add(Feature.GROUPS_LARGEST_FIRST);
        return print(optional(null, "GroupOrder", form -> new Word(order)));
    }

    private Object filter(RowType type, int depth, Form form) {
        GraphQLInputObjectType conditions = Objects.requireNonNull(schema.getTypeAs(type.name() + "Filter"));
        List<GraphQLInputObjectField> fields = new ArrayList<>(conditions.getFields());
        Collections.shuffle(fields, random);
        Map<String, Object> filter = new LinkedHashMap<>();
        int wanted = chance(0.05) ? 0 : 1 + random.nextInt(2);
        for (GraphQLInputObjectField field : fields) {
            if (filter.size() == wanted) break;
            boolean scalar = type.fields().get(field.getName()) instanceof Scalar;
            if (depth > 0 || scalar) filter.put(field.getName(), condition(type, field, depth, form));
        }
        return filter;
    }

    private Object condition(RowType type, GraphQLInputObjectField field, int depth, Form form) {
        String name = field.getName();
        String inputType = GraphQLTypeUtil.simplePrint(field.getType());
        return switch (name) {
            case "and", "or" -> {
                features.add(name.equals("and") ? Feature.AND : Feature.OR);
                Object filters = part(form, null, inputType, f -> list(2, () -> filter(type, depth - 1, f)));
                yield filters instanceof List<?> one && one.size() == 1 && chance(0.5) ? one(one) : filters;
            }
            case "not" -> {
                features.add(Feature.NOT);
                yield part(form, null, inputType, f -> filter(type, depth - 1, f));
            }
            default -> part(form, null, inputType, f -> condition(type, type.field(name), field.getType(), depth, f));
        };
    }

    private Object condition(RowType type, Declared field, GraphQLInputType input, int depth, Form form) {
        return switch (field) {
            case Scalar scalar -> comparison(type, scalar, (GraphQLInputObjectType) input, form);
            case One one -> {
                features.add(Feature.RELATED_ONE);
                yield filter(samples.type(one.target()), depth - 1, form);
            }
            case Many many -> {
                boolean some = random.nextBoolean();
                features.add(some ? Feature.SOME : Feature.NONE);
                yield Map.of(some ? "some" : "none", filter(samples.type(many.target()), depth - 1, form));
            }
            case Declared.Root root -> throw new IllegalStateException(root.name());
        };
    }

    private Object comparison(RowType type, Scalar field, GraphQLInputObjectType operators, Form form) {
        Map<String, Object> comparison = new LinkedHashMap<>();
        for (GraphQLInputObjectField operator : distinct(operators.getFields(), each -> each, chance(0.8) ? 1 : 2)) {
            String name = operator.getName();
            features.add(Feature.valueOf(Words.snake(name).toUpperCase(Locale.ROOT)));
            String inputType = GraphQLTypeUtil.simplePrint(operator.getType());
            Object operand =
                    part(form, field.type().equals("ID") ? null : "", inputType, f -> operand(type, field, name));
            comparison.put(name, operand instanceof List<?> one && one.size() == 1 && chance(0.3) ? one(one) : operand);
        }
        return comparison;
    }

    private Object operand(RowType type, Scalar field, String operator) {
        return switch (operator) {
            case "isNull" -> random.nextBoolean();
            case "in" -> list(3, () -> word(field, samples.value(type, field)));
            case "contains", "startsWith" -> samples.part(type, field);
            default -> word(field, samples.value(type, field));
        };
    }

    private static Object word(Scalar field, Object value) {
        return field.isEnum() ? new Word((String) value) : value;
    }

    private Object one(List<?> list) {
        features.add(Feature.ONE_FOR_A_LIST);
        return Objects.requireNonNull(list.getFirst());
    }

    private List<Object> list(int most, Supplier<Object> item) {
        List<Object> list = new ArrayList<>();
        int size = 1 + random.nextInt(most);
        while (list.size() < size) list.add(item.get());
        return list;
    }

    private <T, K> List<T> distinct(List<T> all, Function<T, K> by, int most) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        Set<K> seen = new HashSet<>();
        return shuffled.stream()
                .filter(each -> seen.add(by.apply(each)))
                .limit(1 + random.nextInt(most))
                .toList();
    }

    /** A value or a variable where something must be given. */
    private Object given(@Nullable String kind, String type, Maker maker) {
        return chance(0.35) ? use(kind, type, maker, false, false) : maker.in(Form.LITERAL);
    }

    /** A value or a variable where null and nothing are as good. */
    private Object optional(@Nullable String kind, String type, Maker maker) {
        return chance(0.35) ? use(kind, type, maker, true, true) : maker.in(Form.LITERAL);
    }

    /** A part of an input object: it may be missing, but not null. */
    private Object part(Form form, @Nullable String kind, String type, Maker maker) {
        if (form == Form.WHOLE || chance(0.75)) return maker.in(form);
        return use(kind, type, maker, !type.endsWith("!"), false);
    }

    /** A variable; one of the same kind may serve again. */
    private Use use(@Nullable String kind, String type, Maker maker, boolean mayBeAbsent, boolean mayBeNull) {
        features.add(Feature.VARIABLE);
        String key = kind + " " + type + " " + mayBeNull;
        String known = reusable.get(key);
        if (kind != null && known != null && chance(0.3)) {
            features.add(Feature.VARIABLE_USED_TWICE);
            return new Use(known);
        }
        boolean required = !type.endsWith("!") && chance(0.4);
        boolean optional = !required && !type.endsWith("!");
        String name = declare(
                required ? type + "!" : type,
                () -> plain(maker.in(Form.WHOLE)),
                mayBeAbsent && optional,
                mayBeNull && optional);
        if (!required && chance(0.2)) {
            features.add(Feature.VARIABLE_DEFAULT);
            declared.merge(name, " = " + print(maker.in(Form.WHOLE)), String::concat);
            Variable variable = variables.removeLast();
            variables.add(new Variable(name, type, variable.values(), true, variable.mayBeNull()));
        } else if (kind != null && !required) reusable.put(key, name);
        return new Use(name);
    }

    private String declare(String type, Supplier<@Nullable Object> values, boolean mayBeAbsent, boolean mayBeNull) {
        String name = "v" + declared.size();
        declared.put(name, type);
        variables.add(new Variable(name, type, values, mayBeAbsent, mayBeNull));
        return name;
    }

    private static Object plain(Object value) {
        if (value instanceof Word word) return word.word();
        if (value instanceof List<?> list)
            return list.stream().<Object>map(Inputs::plain).toList();
        if (!(value instanceof Map<?, ?> map)) return value;
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((name, each) -> plain.put(name, plain(Objects.requireNonNull(each))));
        return plain;
    }

    private static String print(Object value) {
        if (value instanceof Word word) return word.word();
        if (value instanceof Use use) return "$" + use.name();
        if (value instanceof List<?> list)
            return list.stream().map(Inputs::print).collect(Collectors.joining(", ", "[", "]"));
        if (value instanceof Map<?, ?> map)
            return map.entrySet().stream()
                    .map(each -> each.getKey() + ": " + print(Objects.requireNonNull(each.getValue())))
                    .collect(Collectors.joining(", ", "{", "}"));
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }
}
