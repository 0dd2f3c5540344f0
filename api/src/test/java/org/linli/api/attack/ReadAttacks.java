package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedInputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.contract.Declarations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Documents that put something of the other district into every argument and every field of an input below Query: its ids, rightly and
 * wrongly typed, its cursors, as they are and refitted to this district, its values.
 */
final class ReadAttacks {
    private static final JsonMapper JSON = new JsonMapper();

    /** Conditions in one document. */
    private static final int TOGETHER = 20;

    private static final int MOST_IDS = 20;

    /** Ids of a type that may not stand there. */
    private static final int MOST_WRONG = 2;

    /** A value where there is none there. */
    private static final Map<String, String> SAMPLES = Map.of(
            "String", "\"" + Twins.MARK + "\"",
            "Int", "1",
            "Float", "1.5",
            "BigDecimal", "\"1.5\"",
            "Boolean", "true",
            "DateTime", "\"2024-11-01T00:00:00Z\"",
            "Date", "\"2024-11-01\"",
            "LocalTime", "\"18:00:00\"",
            "Url", "\"https://example.org/\"",
            "Locale", "\"en\"");

    private static @Nullable ReadAttacks shared;

    private final Served served;
    private final Caller foreigner;
    private final Caller asker;
    private final int wrong;
    private final Ways ways;
    private final Declarations declarations;
    private final Harvest there;
    private final Harvest here = new Harvest();
    private final List<Attack> attacks = new ArrayList<>();
    private final Set<String> whole = new HashSet<>();

    private final Set<String> direct = new HashSet<>();
    private @Nullable String another;

    private record Condition(String literal, Set<String> places) {}

    /** Those on the one pair of this JVM. */
    static synchronized ReadAttacks shared() {
        if (shared == null)
            shared = new ReadAttacks(
                    Twins.shared().both, Twins.omnipotent(THERE), Twins.omnipotent(HERE), new Harvest(), MOST_WRONG);
        return shared;
    }

    /**
     * Those on a contract.
     *
     * @param foreigner who knows what is forged
     * @param asker who asks
     * @param there what is known there beyond that
     * @param wrong how many ids of types that may not stand there are put where an id stands
     */
    ReadAttacks(Served served, Caller foreigner, Caller asker, Harvest there, int wrong) {
        this.served = served;
        this.foreigner = foreigner;
        this.asker = asker;
        this.there = there;
        this.wrong = wrong;
        this.ways = new Ways(served.schema());
        this.declarations = served.contract().declarations();
        for (GraphQLObjectType type : ways.types())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions())
                field.getArguments()
                        .forEach(
                                argument -> direct.add(named(argument.getType()).getName()));
        for (String document : ways.everything()) {
            there.add(served, foreigner, document);
            here.add(served, asker, document);
            attacks.add(new Attack("everything", Map.of(), document, Map.of()));
        }
        for (GraphQLObjectType type : ways.types())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                List<Condition> conditions = new ArrayList<>();
                for (GraphQLArgument argument : field.getArguments()) conditions.addAll(attack(type, field, argument));
                attack(type, field, conditions);
            }
    }

    Ways ways() {
        return ways;
    }

    /** What there is, as whoever may do most there is answered. */
    Harvest there() {
        return there;
    }

    /** A cursor of the other district at the place of a document that gives one, and the same under the fingerprint of this one. */
    List<String> cursors(String edges) {
        String foreign = Objects.requireNonNull(cursor(edges, true));
        return List.of(foreign, refitted(foreign, Objects.requireNonNull(cursor(edges, false))));
    }

    /** The same of here. */
    Harvest here() {
        return here;
    }

    List<Attack> all() {
        return attacks;
    }

    /** What needs no document of its own is answered. */
    private List<Condition> attack(GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument) {
        GraphQLNamedInputType named = named(argument.getType());
        String place = type.getName() + "." + field.getName() + "(" + argument.getName() + ")";
        return switch (argument.getName()) {
            case "after", "before" -> cursors(type, field, argument.getName(), "");
            case "first", "last" -> List.of(new Condition(argument.getName() + ": 3", Set.of(place)));
            default ->
                named.getName().equals("ID")
                        ? ids(type, field, argument, place)
                        : conditions(type, field, argument, named).stream()
                                .map(condition -> new Condition(
                                        argument.getName() + ": " + condition.literal(),
                                        with(condition.places(), place)))
                                .toList();
        };
    }

    private List<Condition> conditions(
            GraphQLObjectType type,
            GraphQLFieldDefinition field,
            GraphQLArgument argument,
            GraphQLNamedInputType named) {
        boolean first = whole.add(named.getName());
        if (named instanceof GraphQLEnumType values) {
            List<String> names =
                    values.getValues().stream().map(value -> value.getName()).toList();
            if (first && argument.getName().equals("orderBy"))
                cursors(type, field, "after", "orderBy: [" + names.getLast() + "], ");
            return names.stream()
                    .limit(first ? names.size() : 1)
                    .map(name -> new Condition(name, Set.of()))
                    .toList();
        }
        if (named instanceof GraphQLInputObjectType input) return conditions(input, first);
        return List.of(new Condition(
                Objects.requireNonNull(SAMPLES.get(named.getName()), () -> "no sample of " + named.getName()),
                Set.of()));
    }

    /** Ids of rows of each type, whether or not they may stand there. */
    private List<Condition> ids(
            GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place) {
        ways.note(type, field);
        String many = GraphQLTypeUtil.unwrapNonNull(argument.getType()) instanceof GraphQLList ? "[$id]" : "$id";
        String document = "query($id: ID!) "
                + ways.to(
                        type,
                        "a0: %s(%s: %s) %s".formatted(field.getName(), argument.getName(), many, ways.below(field)));
        int refused = 0;
        for (Map.Entry<String, String> of : there.ids().entrySet()) {
            Map<String, Object> id = Map.of("id", of.getValue());
            if (served.ask(foreigner, document, id).told().isEmpty() || refused++ < wrong)
                attacks.add(new Attack(place + " of " + of.getKey(), Map.of("a0", Set.of(place)), document, id));
        }
        return List.of();
    }

    private static Set<String> with(Set<String> places, String place) {
        Set<String> more = new HashSet<>(places);
        more.add(place);
        return more;
    }

    private void attack(GraphQLObjectType type, GraphQLFieldDefinition field, List<Condition> conditions) {
        ways.note(type, field);
        for (int from = 0; from < conditions.size(); from += TOGETHER) {
            Map<String, Set<String>> places = new LinkedHashMap<>();
            StringBuilder asked = new StringBuilder();
            for (Condition condition : conditions.subList(from, Math.min(from + TOGETHER, conditions.size()))) {
                String alias = "a" + places.size();
                places.put(alias, condition.places());
                asked.append("%s: %s(%s) %s ".formatted(alias, field.getName(), condition.literal(), ways.rows(field)));
            }
            attacks.add(new Attack(
                    type.getName() + "." + field.getName() + " " + from,
                    places,
                    ways.to(type, asked.toString()),
                    Map.of()));
        }
    }

    /** Each field of an input on its own; where less than all is wanted, only those that take an id. */
    private List<Condition> conditions(GraphQLInputObjectType input, boolean every) {
        String required = input.getFields().stream()
                .filter(field -> GraphQLTypeUtil.isNonNull(field.getType()))
                .map(field -> field.getName() + ": " + value("", "", named(field.getType())) + " ")
                .collect(Collectors.joining());
        String rows = input.getName().replaceFirst("Filter$", "");
        List<Condition> conditions = new ArrayList<>();
        for (GraphQLInputObjectField field : input.getFields()) {
            String place = input.getName() + "." + field.getName();
            GraphQLNamedInputType named = named(field.getType());
            List<Condition> inner = new ArrayList<>();
            if (named instanceof GraphQLInputObjectType below) {
                boolean comparison = below.getField("isNull") != null || below.getField("has") != null;
                if (comparison) inner.addAll(comparisons(rows, field.getName(), below, every));
                else if (every) inner.addAll(related(below));
            } else if (every) inner.addAll(literals(rows, field.getName(), field.getType(), named, place));
            for (Condition condition : inner)
                conditions.add(new Condition(
                        "{" + (GraphQLTypeUtil.isNonNull(field.getType()) ? "" : required) + field.getName() + ": "
                                + condition.literal() + "}",
                        with(condition.places(), place)));
        }
        return conditions;
    }

    /** Ids of related rows, through the quantifier where they are several. */
    private List<Condition> related(GraphQLInputObjectType input) {
        // What is the filter of no page is only met here.
        if (!input.getName().endsWith("ListFilter"))
            return conditions(input, !direct.contains(input.getName()) && whole.add(input.getName()));
        List<Condition> conditions = new ArrayList<>();
        for (GraphQLInputObjectField quantifier : input.getFields())
            for (Condition condition : related((GraphQLInputObjectType) named(quantifier.getType())))
                conditions.add(new Condition(
                        "{" + quantifier.getName() + ": " + condition.literal() + "}",
                        with(condition.places(), input.getName() + "." + quantifier.getName())));
        return conditions;
    }

    private List<Condition> comparisons(String rows, String of, GraphQLInputObjectType operators, boolean every) {
        List<Condition> conditions = new ArrayList<>();
        boolean id = operators.getName().equals("IDFilter");
        if (!every && !id) return conditions;
        for (GraphQLInputObjectField operator : operators.getFields()) {
            if (!every && !List.of("eq", "in").contains(operator.getName())) continue;
            for (Condition literal : literals(
                    rows,
                    of,
                    operator.getType(),
                    named(operator.getType()),
                    operators.getName() + "." + operator.getName()))
                conditions.add(
                        new Condition("{" + operator.getName() + ": " + literal.literal() + "}", literal.places()));
        }
        return conditions;
    }

    /** Something to stand there: an id, or all; a value that a row of there has. */
    private List<Condition> literals(
            String rows, String of, GraphQLInputType type, GraphQLNamedInputType named, String place) {
        List<String> values = named.getName().equals("ID") ? ids(rows) : List.of(value(rows, of, named));
        if (named instanceof GraphQLEnumType choice && !place.contains("Filter."))
            values = choice.getValues().stream().map(each -> each.getName()).toList();
        if (GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList)
            values = List.of(values.stream().limit(MOST_IDS).collect(Collectors.joining(", ", "[", "]")));
        else if (named.getName().equals("ID")) values = values.stream().limit(1).toList();
        return values.stream()
                .map(literal -> new Condition(literal, Set.of(place)))
                .toList();
    }

    private List<String> ids(String rows) {
        if (declarations.types().containsKey(rows))
            return there.of(rows, "id").stream().map(JsonNode::toString).toList();
        Collection<String> any = there.ids().values();
        return any.stream().map(id -> "\"" + id + "\"").toList();
    }

    private String value(String rows, String of, GraphQLNamedInputType named) {
        if (named.getName().equals("Boolean")) return "false";
        List<JsonNode> known = there.of(rows, of);
        if (named instanceof GraphQLEnumType values)
            return known.stream()
                    .map(JsonNode::asString)
                    .filter(name -> values.getValue(name) != null)
                    .findFirst()
                    .orElse(values.getValues().getFirst().getName());
        return known.isEmpty()
                ? Objects.requireNonNull(SAMPLES.get(named.getName()), named.getName())
                : known.getFirst().toString();
    }

    /** A cursor of there, and where pages of the kind are asked for the first time one that says to be of here, at a place of there. */
    private List<Condition> cursors(
            GraphQLObjectType type, GraphQLFieldDefinition field, String argument, String order) {
        String edges =
                ways.to(type, "a0: %s(%sfirst: 50) { edges { __typename cursor } }".formatted(field.getName(), order));
        String foreign = cursor(edges, true);
        // Where there is nothing there, one of something else.
        if (foreign == null) foreign = another;
        another = foreign;
        String name = type.getName() + "." + field.getName() + "(" + argument + ")";
        String scalar = named(
                        Objects.requireNonNull(field.getArgument(argument)).getType())
                .getName();
        String document = "query($cursor: %s) ".formatted(scalar)
                + ways.to(
                        type, "a0: %s(%s%s: $cursor) %s".formatted(field.getName(), order, argument, ways.rows(field)));
        attacks.add(new Attack(
                name, Map.of("a0", Set.of(name)), document, Map.of("cursor", Objects.requireNonNull(foreign))));
        if (!whole.add(Ways.named(field).getName() + argument + order)) return List.of();
        String own = cursor(edges, false);
        if (own != null)
            attacks.add(new Attack(name + " refitted", Map.of(), document, Map.of("cursor", refitted(foreign, own))));
        return List.of();
    }

    private @Nullable String cursor(String edges, boolean foreign) {
        JsonNode data = served.ask(foreign ? foreigner : asker, edges, Map.of()).data();
        List<String> cursors = data == null ? List.of() : data.findValuesAsString("cursor");
        return cursors.isEmpty() ? null : cursors.getFirst();
    }

    /** The place of the one under the fingerprint of the other. */
    private static String refitted(String foreign, String own) {
        ArrayNode place = (ArrayNode) decoded(foreign);
        place.set(0, decoded(own).path(0));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(place.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode decoded(String cursor) {
        return JSON.readTree(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    }

    private static GraphQLNamedInputType named(GraphQLInputType type) {
        return (GraphQLNamedInputType) GraphQLTypeUtil.unwrapAll(type);
    }
}
