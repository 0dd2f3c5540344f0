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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private static final int MOST_IDS = 100;

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

    private final Twins twins;
    private final Ways ways;
    private final Declarations declarations;
    private final Harvest there = new Harvest();
    private final Harvest here = new Harvest();
    private final List<Attack> attacks = new ArrayList<>();
    private final Set<String> whole = new HashSet<>();

    private record Condition(String literal, Set<String> places) {}

    ReadAttacks(Twins twins) {
        this.twins = twins;
        this.ways = new Ways(twins.both.schema());
        this.declarations = twins.both.contract().declarations();
        for (GraphQLObjectType type : ways.types()) {
            String document = ways.to(type, ways.all(type, true));
            there.add(twins.both, Twins.omnipotent(THERE), document);
            here.add(twins.both, Twins.omnipotent(HERE), document);
            attacks.add(new Attack(type.getName(), Map.of(), document, Map.of()));
        }
        for (GraphQLObjectType type : ways.types())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions())
                for (GraphQLArgument argument : field.getArguments()) attack(type, field, argument);
    }

    Ways ways() {
        return ways;
    }

    /** What there is, as whoever may do most there is answered. */
    Harvest there() {
        return there;
    }

    List<Attack> all() {
        return attacks;
    }

    private void attack(GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument) {
        GraphQLNamedInputType named = named(argument.getType());
        String place = type.getName() + "." + field.getName() + "(" + argument.getName() + ")";
        switch (argument.getName()) {
            case "after", "before" -> cursors(type, field, argument, place);
            case "first", "last" -> one(type, field, argument, place, "3");
            default -> {
                if (named.getName().equals("ID")) ids(type, field, argument, place);
                else if (named instanceof GraphQLEnumType values) values(type, field, argument, place, values);
                else if (named instanceof GraphQLInputObjectType input)
                    conditions(type, field, argument, place, input);
                else one(type, field, argument, place, Objects.requireNonNull(SAMPLES.get(named.getName()), place));
            }
        }
    }

    /** Ids of rows of each type, whether or not they may stand there. */
    private void ids(GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place) {
        ways.note(type, field);
        String many = GraphQLTypeUtil.unwrapNonNull(argument.getType()) instanceof GraphQLList ? "[$id]" : "$id";
        String document = "query($id: ID!) "
                + ways.to(type, "a0: %s(%s: %s) %s".formatted(field.getName(), argument.getName(), many, ways.below(field)));
        there.ids()
                .forEach((of, id) ->
                        attacks.add(new Attack(place + " of " + of, Map.of("a0", Set.of(place)), document, Map.of("id", id))));
    }

    private void one(GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place, String literal) {
        conditions(type, field, argument, List.of(new Condition(literal, Set.of(place))));
    }

    private void values(
            GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place, GraphQLEnumType values) {
        List<String> names = values.getValues().stream().map(value -> value.getName()).toList();
        boolean first = whole.add(values.getName());
        if (first && Ways.isPage(field)) names.forEach(order -> cursors(type, field, place, "orderBy: [" + order + "], ", order));
        conditions(
                type,
                field,
                argument,
                names.stream()
                        .limit(first ? names.size() : 1)
                        .map(name -> new Condition(name, Set.of(place)))
                        .toList());
    }

    private void conditions(
            GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place, GraphQLInputObjectType input) {
        boolean first = whole.add(input.getName());
        List<Condition> conditions = new ArrayList<>();
        for (Condition condition : conditions(input, first ? 2 : 0))
            conditions.add(new Condition(condition.literal(), with(condition.places(), place)));
        conditions(type, field, argument, conditions);
    }

    private static Set<String> with(Set<String> places, String place) {
        Set<String> more = new HashSet<>(places);
        more.add(place);
        return more;
    }

    private void conditions(
            GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, List<Condition> conditions) {
        ways.note(type, field);
        for (int from = 0; from < conditions.size(); from += TOGETHER) {
            Map<String, Set<String>> places = new LinkedHashMap<>();
            StringBuilder asked = new StringBuilder();
            for (Condition condition : conditions.subList(from, Math.min(from + TOGETHER, conditions.size()))) {
                String alias = "a" + places.size();
                places.put(alias, condition.places());
                asked.append("%s: %s(%s: %s) %s "
                        .formatted(alias, field.getName(), argument.getName(), condition.literal(), ways.below(field)));
            }
            attacks.add(new Attack(
                    type.getName() + "." + field.getName() + "(" + argument.getName() + ") " + from,
                    places,
                    ways.to(type, asked.toString()),
                    Map.of()));
        }
    }

    /** Each field of an input on its own; where less than all is wanted, only those that take an id. */
    private List<Condition> conditions(GraphQLInputObjectType input, int depth) {
        String rows = input.getName().replaceFirst("Filter$", "");
        List<Condition> conditions = new ArrayList<>();
        for (GraphQLInputObjectField field : input.getFields()) {
            String place = input.getName() + "." + field.getName();
            GraphQLNamedInputType named = named(field.getType());
            List<Condition> inner = new ArrayList<>();
            if (named instanceof GraphQLInputObjectType below) {
                boolean comparison = below.getField("isNull") != null || below.getField("has") != null;
                if (comparison) inner.addAll(comparisons(rows, field.getName(), below, depth > 0));
                else if (depth > 0) inner.addAll(conditions(below, below.equals(input) ? 0 : depth - 1));
            } else if (depth > 0 || !inner.isEmpty()) inner.addAll(literals(rows, field.getName(), field.getType(), named, place));
            for (Condition condition : inner)
                conditions.add(new Condition(
                        "{" + field.getName() + ": " + condition.literal() + "}" , with(condition.places(), place)));
        }
        return conditions;
    }

    private List<Condition> comparisons(String rows, String of, GraphQLInputObjectType operators, boolean every) {
        List<Condition> conditions = new ArrayList<>();
        boolean id = operators.getName().equals("IDFilter");
        if (!every && !id) return conditions;
        for (GraphQLInputObjectField operator : operators.getFields())
            for (Condition literal : literals(
                    rows,
                    of,
                    operator.getType(),
                    named(operator.getType()),
                    operators.getName() + "." + operator.getName()))
                conditions.add(new Condition("{" + operator.getName() + ": " + literal.literal() + "}", literal.places()));
        return conditions;
    }

    /** Something to stand there: an id, or all; a value that a row of there has. */
    private List<Condition> literals(String rows, String of, GraphQLInputType type, GraphQLNamedInputType named, String place) {
        boolean list = GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
        List<String> values = named.getName().equals("ID") ? ids(rows, list) : List.of(value(rows, of, named));
        if (named instanceof GraphQLEnumType choice && !place.contains("Filter."))
            values = choice.getValues().stream().map(each -> each.getName()).toList();
        Stream<String> literals =
                list ? Stream.of("[" + String.join(", ", values.subList(0, Math.min(values.size(), MOST_IDS))) + "]") : values.stream().limit(3);
        if (!named.getName().equals("ID") && !list && !(named instanceof GraphQLEnumType)) literals = values.stream().limit(1);
        if (named instanceof GraphQLEnumType && !list) literals = values.stream();
        return literals.map(literal -> new Condition(literal, Set.of(place))).toList();
    }

    private List<String> ids(String rows, boolean all) {
        if (declarations.types().containsKey(rows))
            return there.of(rows, "id").stream().map(JsonNode::toString).toList();
        Collection<String> any = there.ids().values();
        return any.stream().map(id -> "\"" + id + "\"").toList();
    }

    private String value(String rows, String of, GraphQLNamedInputType named) {
        if (named.getName().equals("Boolean")) return "false";
        List<JsonNode> known = there.of(rows, of);
        if (named instanceof GraphQLEnumType values)
            return known.isEmpty() ? values.getValues().getFirst().getName() : known.getFirst().asString();
        return known.isEmpty() ? Objects.requireNonNull(SAMPLES.get(named.getName()), named.getName()) : known.getFirst().toString();
    }

    private void cursors(GraphQLObjectType type, GraphQLFieldDefinition field, GraphQLArgument argument, String place) {
        cursors(type, field, place, "", "usual order");
    }

    /** A cursor of there, and one that says to be of here, at a place of there. */
    private void cursors(GraphQLObjectType type, GraphQLFieldDefinition field, String place, String order, String name) {
        String edges = ways.to(type, "a0: %s(%sfirst: 50) { edges { __typename cursor } }".formatted(field.getName(), order));
        String foreign = cursor(edges, true);
        String own = cursor(edges, false);
        if (foreign == null) return;
        String argument = place.contains("(before)") ? "before" : "after";
        String document = "query($cursor: %s) ".formatted(named(Objects.requireNonNull(field.getArgument(argument)).getType()).getName())
                + ways.to(type, "a0: %s(%s%s: $cursor, %s: 50) %s".formatted(field.getName(), order, argument, argument.equals("after") ? "first" : "last", ways.below(field)));
        Map<String, Set<String>> places = Map.of("a0", Set.of(place));
        attacks.add(new Attack(place + " by " + name, places, document, Map.of("cursor", foreign)));
        if (own != null)
            attacks.add(new Attack(place + " refitted by " + name, Map.of(), document, Map.of("cursor", refitted(foreign, own))));
    }

    private @Nullable String cursor(String edges, boolean foreign) {
        JsonNode data = twins.both.ask(Twins.omnipotent(foreign ? THERE : HERE), edges, Map.of()).data();
        List<String> cursors = data == null ? List.of() : data.findValuesAsString("cursor");
        return cursors.isEmpty() ? null : cursors.getFirst();
    }

    /** The place of the one under the fingerprint of the other. */
    private static String refitted(String foreign, String own) {
        ArrayNode place = (ArrayNode) decoded(foreign);
        place.set(0, decoded(own).path(0));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode decoded(String cursor) {
        return JSON.readTree(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
    }

    private static GraphQLNamedInputType named(GraphQLInputType type) {
        return (GraphQLNamedInputType) GraphQLTypeUtil.unwrapAll(type);
    }
}
