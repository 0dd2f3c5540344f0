package org.linli.api.attack;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A shortest way from Query to every object type, over fields that need no argument, and what can be selected there. */
final class Ways {
    /** Rows of each page on the way. */
    private static final int PAGE = 20;

    /** Types of one field in one document. */
    private static final int TOGETHER = 10;

    private final GraphQLSchema schema;
    private final Map<String, Step> ways = new LinkedHashMap<>();
    private final Set<String> selected = new TreeSet<>();

    /** The last step: from a type, by its field, narrowed where the field can be of several types. */
    private record Step(GraphQLObjectType owner, GraphQLFieldDefinition field, boolean oneOfSeveral) {}

    Ways(GraphQLSchema schema) {
        this.schema = schema;
        Deque<GraphQLObjectType> owners = new ArrayDeque<>(List.of(schema.getQueryType()));
        while (!owners.isEmpty()) {
            GraphQLObjectType owner = owners.remove();
            for (GraphQLFieldDefinition field : owner.getFieldDefinitions()) {
                if (needsArguments(field)) continue;
                List<GraphQLObjectType> types = objects(field);
                for (GraphQLObjectType type : types)
                    if (ways.putIfAbsent(type.getName(), new Step(owner, field, types.size() > 1)) == null)
                        owners.add(type);
            }
        }
    }

    /** Query and every type that it leads to. */
    List<GraphQLObjectType> types() {
        List<GraphQLObjectType> types = new ArrayList<>(List.of(schema.getQueryType()));
        ways.keySet().forEach(name -> types.add(schema.getObjectType(name)));
        return types;
    }

    /** Fields that some document selects, as {@code Type.field}. */
    Set<String> selected() {
        return selected;
    }

    static boolean needsArguments(GraphQLFieldDefinition field) {
        return field.getArguments().stream()
                .anyMatch(argument -> argument.getType() instanceof GraphQLNonNull && !argument.hasSetDefaultValue());
    }

    static GraphQLNamedOutputType named(GraphQLFieldDefinition field) {
        return (GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType());
    }

    static boolean isPage(GraphQLFieldDefinition field) {
        return field.getArgument("first") != null && field.getArgument("after") != null;
    }

    /** The object types that the field's values can be of; none where it has values of no parts. */
    List<GraphQLObjectType> objects(GraphQLFieldDefinition field) {
        GraphQLNamedOutputType type = named(field);
        if (type instanceof GraphQLObjectType object) return List.of(object);
        if (type instanceof GraphQLInterfaceType common) return schema.getImplementations(common);
        if (type instanceof GraphQLUnionType union)
            return union.getTypes().stream().map(GraphQLObjectType.class::cast).toList();
        return List.of();
    }

    /** The selection, asked of values of a type. */
    String to(GraphQLObjectType type, String selection) {
        if (type.equals(schema.getQueryType())) return "{ " + selection + " }";
        Step step = Objects.requireNonNull(ways.get(type.getName()));
        return to(step, step.oneOfSeveral() ? "... on " + type.getName() + " { " + selection + " }" : selection);
    }

    private String to(Step step, String inside) {
        note(step.owner(), step.field());
        return to(step.owner(), page(step.field()) + " { __typename " + inside + " }");
    }

    /** Documents that together select every field that needs no argument; those of types that one field gives, at once. */
    List<String> everything() {
        Map<Step, List<GraphQLObjectType>> together = new LinkedHashMap<>();
        ways.forEach((name, step) ->
                together.computeIfAbsent(step, any -> new ArrayList<>()).add(schema.getObjectType(name)));
        List<String> documents = new ArrayList<>(List.of("{ " + all(schema.getQueryType(), true, "") + " }"));
        together.forEach((step, types) -> {
            if (!step.oneOfSeveral()) documents.add(to(step, all(types.getFirst(), true, "")));
            else
                for (int from = 0; from < types.size(); from += TOGETHER)
                    documents.add(to(
                            step,
                            types.subList(from, Math.min(from + TOGETHER, types.size())).stream()
                                    .map(type -> "... on " + type.getName() + " { "
                                            + all(type, true, type.getName() + "_") + " }")
                                    .collect(Collectors.joining(" "))));
        });
        return documents;
    }

    private static String page(GraphQLFieldDefinition field) {
        return field.getName() + (isPage(field) ? "(first: " + PAGE + ")" : "");
    }

    /**
     * All that values of a type say of themselves, and of what they lead to as well where {@code deep}.
     *
     * @param prefix of what it is called in the answer
     */
    private String all(GraphQLObjectType type, boolean deep, String prefix) {
        return "__typename "
                + type.getFieldDefinitions().stream()
                        .filter(field -> !needsArguments(field))
                        .filter(field -> deep || objects(field).isEmpty())
                        .map(field -> (prefix.isEmpty() ? "" : prefix + field.getName() + ": ") + with(type, field))
                        .collect(Collectors.joining(" "));
    }

    /** All that values of a type say of themselves. */
    String all(GraphQLObjectType type) {
        return all(type, false, "");
    }

    /** All fields that Query leads to, as {@code Type.field}. */
    Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        for (GraphQLObjectType type : reachable())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions())
                fields.add(type.getName() + "." + field.getName());
        return fields;
    }

    /** All arguments of these fields, and all fields of the inputs that they take. */
    Set<String> places() {
        Set<String> places = new TreeSet<>();
        for (GraphQLObjectType type : reachable())
            for (GraphQLFieldDefinition field : type.getFieldDefinitions())
                for (GraphQLArgument argument : field.getArguments()) {
                    places.add(type.getName() + "." + field.getName() + "(" + argument.getName() + ")");
                    inputs(argument.getType(), places);
                }
        return places;
    }

    static void inputs(GraphQLInputType type, Set<String> places) {
        if (!(GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLInputObjectType input)) return;
        for (GraphQLInputObjectField field : input.getFields())
            if (places.add(input.getName() + "." + field.getName())) inputs(field.getType(), places);
    }

    /** Also what only a field with an argument leads to. */
    private Set<GraphQLObjectType> reachable() {
        Set<GraphQLObjectType> reachable = new LinkedHashSet<>();
        Deque<GraphQLObjectType> owners = new ArrayDeque<>(List.of(schema.getQueryType()));
        while (!owners.isEmpty()) {
            GraphQLObjectType owner = owners.remove();
            if (!reachable.add(owner)) continue;
            owner.getFieldDefinitions().forEach(field -> owners.addAll(objects(field)));
        }
        return reachable;
    }

    private String with(GraphQLObjectType type, GraphQLFieldDefinition field) {
        note(type, field);
        return objects(field).isEmpty() ? field.getName() : page(field) + " " + below(field);
    }

    /** What is selected of a field's values. */
    String below(GraphQLFieldDefinition field) {
        List<GraphQLObjectType> types = objects(field);
        if (types.isEmpty()) return "";
        if (named(field) instanceof GraphQLInterfaceType common && common.getFieldDefinition("id") != null)
            return "{ __typename id }";
        if (!(named(field) instanceof GraphQLObjectType))
            return types.stream()
                    .filter(type -> type.getFieldDefinition("id") != null)
                    .map(type -> "... on " + type.getName() + " { id }")
                    .collect(Collectors.joining(" ", "{ __typename ", " }"));
        GraphQLObjectType type = types.getFirst();
        GraphQLFieldDefinition nodes = type.getFieldDefinition("nodes");
        if (nodes == null) return "{ " + all(type, false, "") + " }";
        note(type, nodes);
        return "{ " + all(type, false, "") + " nodes " + below(nodes) + " }";
    }

    /** All that each outcome of a mutation says, and the rows that it names. */
    String outcomes(GraphQLFieldDefinition mutation) {
        return objects(mutation).stream()
                .map(outcome -> outcome.getFieldDefinitions().stream()
                        .map(field -> {
                            note(outcome, field);
                            return outcome.getName() + "_" + field.getName() + ": " + field.getName() + " "
                                    + below(field);
                        })
                        .collect(Collectors.joining(" ", "... on " + outcome.getName() + " { ", " } ")))
                .collect(Collectors.joining("", "{ __typename ", "}"));
    }

    /** Of a page, which rows and how many; of anything else, what is selected of its values. */
    String rows(GraphQLFieldDefinition field) {
        return isPage(field) ? "{ totalCount nodes { id } }" : below(field);
    }

    void note(GraphQLObjectType type, GraphQLFieldDefinition field) {
        selected.add(type.getName() + "." + field.getName());
    }
}
