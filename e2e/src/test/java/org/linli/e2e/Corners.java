package org.linli.e2e;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.e2e.Contract.Field;
import org.linli.e2e.Contract.Ref;

/**
 * Documents that reach every corner of the contract, written from the contract itself, so that what is added to it is asked
 * for too.
 */
final class Corners {
    /** Fields of Query in one document. */
    private static final int TOGETHER = 10;

    private final Contract contract;

    /** The last step of a shortest way from Query to the rows of a type. */
    private final Map<String, Step> ways = new HashMap<>();

    /** The types in the order of their distance from Query. */
    private final List<String> reached = new ArrayList<>();

    /** The filters whose place for an id was asked. */
    private final Set<String> asked = new HashSet<>();

    private record Step(String owner, Field field, boolean oneOfSeveral) {}

    /** A document with variables, each for the id of a row of a type. */
    record IdQuestion(String name, String document, Map<String, String> variables) {}

    private Corners(Contract contract, Predicate<Field> open) {
        this.contract = contract;
        reached.add("Query");
        explore(open);
        // What is left is asked for too, behind a closed door.
        explore(any -> true);
    }

    /** The corners as somebody reaches them: by doors that are open to the visitor, as long as there is such a way. */
    static Corners of(Contract contract, Visitor visitor) {
        List<String> roles = new ArrayList<>(List.of("GUEST"));
        visitor.ask("{ me { roles } }").at("me/roles").forEach(role -> roles.add(role.asString()));
        return new Corners(contract, field -> field.isFor(roles));
    }

    private void explore(Predicate<Field> open) {
        Deque<String> owners = new ArrayDeque<>(reached);
        while (!owners.isEmpty()) {
            String owner = owners.remove();
            for (Field field : contract.type(owner).fields().values()) {
                if (field.needsArguments() || !open.test(field)) continue;
                List<String> types = objects(field);
                for (String type : types)
                    if (ways.putIfAbsent(type, new Step(owner, field, types.size() > 1)) == null) {
                        reached.add(type);
                        owners.add(type);
                    }
            }
        }
    }

    /** What the rows of a field can be. */
    private List<String> objects(Field field) {
        Contract.Type rows = contract.rows(field);
        // What was told leads to records that other fields lead to as well, and to no particular one.
        if (rows == null || rows.name().equals("Update")) return List.of();
        return rows.isAbstract() ? rows.possible() : List.of(rows.name());
    }

    /** The types whose rows have ids. */
    List<String> identified() {
        return reached.stream()
                .filter(type -> contract.type(type).fields().containsKey("id"))
                .toList();
    }

    /** A document with the ids of some rows of a type. */
    String idsOf(String type) {
        return "{ " + around(type, "found: id", 50) + " }";
    }

    /** Documents that together ask, from every type, along every relation, for everything that rows say of themselves. */
    List<String> everything() {
        List<String> corners = new ArrayList<>();
        for (String owner : reached)
            for (Field field : contract.type(owner).fields().values()) {
                Contract.Type rows = contract.rows(field);
                if (rows == null || field.needsArguments()) continue;
                String values = "{ " + values(rows) + " }";
                corners.add(around(
                        owner,
                        field.name()
                                + field.page(20)
                                + (contract.isPage(field) ? " { totalCount nodes " + values + " }" : " " + values),
                        5));
            }
        List<String> documents = new ArrayList<>();
        for (int from = 0; from < corners.size(); from += TOGETHER) {
            StringBuilder document = new StringBuilder("{");
            for (int i = from; i < Math.min(from + TOGETHER, corners.size()); i++)
                document.append(" corner").append(i).append(": ").append(corners.get(i));
            documents.add(document.append(" }").toString());
        }
        return documents;
    }

    /** Every argument that takes an id, and every place in a filter that does, with ids of every type that may stand there. */
    List<IdQuestion> idQuestions() {
        List<IdQuestion> questions = new ArrayList<>();
        for (String owner : reached)
            for (Field field : contract.type(owner).fields().values())
                field.arguments().forEach((name, type) -> {
                    if (type.name().equals("ID")) questions.addAll(asked(owner, field, name, type));
                    else if (isFilter(type.name())) questions.add(filtered(owner, field, name, type));
                });
        return questions;
    }

    /**
     * Every place of a mutation that takes an id, with ids of every type that it takes; the other places get ids of the same
     * district, and what else is needed is made up.
     */
    List<IdQuestion> useCaseQuestions() {
        List<IdQuestion> questions = new ArrayList<>();
        for (Field field : contract.type("Mutation").fields().values())
            for (List<String> place : places(field.arguments(), List.of()))
                for (String type : ids(field.arguments(), place)) {
                    Map<String, String> variables = new HashMap<>();
                    variables.put("asked", type);
                    String arguments = madeUp(field.arguments(), place, variables);
                    // Ids of types that cannot be found by their id alone are not known here.
                    if (!contract.nodes().containsAll(variables.values())) continue;
                    String declared = variables.keySet().stream()
                            .map(id -> "$" + id + ": ID!")
                            .collect(Collectors.joining(" "));
                    questions.add(new IdQuestion(
                            "Mutation." + field.name() + "(" + String.join(".", place) + " of " + type + ")",
                            "mutation(%s) { %s(%s) { __typename ... on Refusal { code message } } }"
                                    .formatted(declared, field.name(), arguments),
                            variables));
                }
        return questions;
    }

    /** Ways through input objects to what takes an id. */
    private List<List<String>> places(Map<String, Ref> inputs, List<String> way) {
        List<List<String>> places = new ArrayList<>();
        inputs.forEach((name, type) -> {
            List<String> longer = Stream.concat(way.stream(), Stream.of(name)).toList();
            if (!type.ids().isEmpty()) places.add(longer);
            else if (way.size() < 3) places.addAll(places(contract.inputs(type.name()), longer));
        });
        return places;
    }

    private List<String> ids(Map<String, Ref> inputs, List<String> place) {
        Ref first = Objects.requireNonNull(inputs.get(place.getFirst()));
        return place.size() == 1 ? first.ids() : ids(contract.inputs(first.name()), place.subList(1, place.size()));
    }

    /** @param place the way on to the place that is asked, empty where it is not here */
    private String madeUp(Map<String, Ref> inputs, List<String> place, Map<String, String> variables) {
        return inputs.entrySet().stream()
                .filter(input -> input.getValue().required()
                        || (!place.isEmpty() && input.getKey().equals(place.getFirst())))
                .map(input -> {
                    boolean here = !place.isEmpty() && input.getKey().equals(place.getFirst());
                    List<String> rest = here ? place.subList(1, place.size()) : List.of();
                    return input.getKey() + ": " + madeUp(input.getValue(), here, rest, variables);
                })
                .collect(Collectors.joining(", "));
    }

    private String madeUp(Ref type, boolean here, List<String> rest, Map<String, String> variables) {
        Contract.Type named = contract.type(type.name());
        String value = switch (named.name()) {
            case "ID" -> {
                if (here) yield "$asked";
                String other = type.ids().isEmpty() ? "" : type.ids().getFirst();
                variables.put("the" + other, other);
                yield "$the" + other;
            }
            case "String", "Cursor" -> "\"x\"";
            case "Boolean" -> "true";
            case "DateTime" -> "\"2099-01-01T00:00:00Z\"";
            case "Date" -> "\"2099-01-01\"";
            case "LocalTime" -> "\"18:00:00\"";
            default ->
                !named.values().isEmpty()
                        ? named.values().getFirst()
                        : named.inputs().isEmpty() ? "1" : "{ " + madeUp(named.inputs(), rest, variables) + " }";
        };
        return type.list() ? "[" + value + "]" : value;
    }

    private List<IdQuestion> asked(String owner, Field field, String argument, Ref type) {
        return candidates(field, argument).stream()
                .map(candidate -> {
                    String value = type.list() ? "[$id]" : "$id";
                    String selection =
                            field.name() + "(" + argument + ": " + value + ") { __typename ... on Node { id } }";
                    return new IdQuestion(
                            owner + "." + field.name() + "(" + argument + " of " + candidate + ")",
                            "query($id: ID!) { " + around(owner, selection, 5) + " }",
                            Map.of("id", candidate));
                })
                .toList();
    }

    /** An argument takes ids of the field's rows, or is named after the relation of those rows whose ids it takes. */
    private List<String> candidates(Field field, String argument) {
        Contract.Type rows = contract.rows(field);
        Field relation = rows == null ? null : rows.fields().get(argument);
        if (argument.startsWith("id")) return objects(field);
        return relation == null ? contract.nodes() : objects(relation);
    }

    private IdQuestion filtered(String owner, Field field, String argument, Ref type) {
        Map<String, String> variables = new HashMap<>();
        List<String> conditions = conditions(type.name(), true, variables);
        StringBuilder inside = new StringBuilder();
        for (int i = 0; i < conditions.size(); i++)
            inside.append("found%d: %s(first: 5, %s: %s) { totalCount nodes { id } } "
                    .formatted(i, field.name(), argument, conditions.get(i)));
        String declared =
                variables.keySet().stream().map(id -> "$" + id + ": ID!").collect(Collectors.joining(" "));
        return new IdQuestion(
                owner + "." + field.name() + "(" + argument + ")",
                "query(" + declared + ") { " + around(owner, inside.toString(), 5) + " }",
                variables);
    }

    /** The places for an id in a filter and, where {@code deeper}, in those over its relations. */
    private List<String> conditions(String filter, boolean deeper, Map<String, String> variables) {
        String rows = filter.replaceFirst("Filter$", "");
        List<String> conditions = new ArrayList<>();
        contract.inputs(filter).forEach((name, type) -> {
            if (isIdFilter(type.name())) {
                String id = "$" + rows;
                asked.add(filter);
                variables.put(rows, rows);
                conditions.add("{ " + name + ": { eq: " + id + " } }");
                if (deeper) {
                    conditions.add("{ " + name + ": { ne: " + id + " } }");
                    conditions.add("{ " + name + ": { in: [" + id + "] } }");
                }
            } else if (deeper && type.name().endsWith("ListFilter")) {
                contract.inputs(type.name()).forEach((quantifier, related) -> {
                    for (String inner : conditions(related.name(), false, variables))
                        conditions.add("{ " + name + ": { " + quantifier + ": " + inner + " } }");
                });
            } else if (deeper && isFilter(type.name()) && !type.name().equals(filter)) {
                for (String inner : conditions(type.name(), false, variables))
                    conditions.add("{ " + name + ": " + inner + " }");
            }
        });
        return conditions;
    }

    /** Whether an input is a filter over rows; it then takes their ids. */
    private boolean isFilter(String input) {
        Ref id = contract.inputs(input).get("id");
        return id != null && isIdFilter(id.name());
    }

    private boolean isIdFilter(String input) {
        Ref equal = contract.inputs(input).get("eq");
        return equal != null && equal.name().equals("ID");
    }

    /** Filters that some argument leads to and no question has used. */
    Set<String> unasked() {
        Set<String> filters = new HashSet<>();
        for (Contract.Type type : contract.types().values())
            for (Field field : type.fields().values())
                for (Ref argument : field.arguments().values()) collect(argument.name(), filters);
        filters.removeIf(filter -> !isFilter(filter) || asked.contains(filter));
        return filters;
    }

    private void collect(String input, Set<String> inputs) {
        if (inputs.add(input)) for (Ref below : contract.inputs(input).values()) collect(below.name(), inputs);
    }

    /** The selection, asked of rows of a type. */
    private String around(String type, String selection, int page) {
        if (type.equals("Query")) return selection;
        Step step = Objects.requireNonNull(ways.get(type));
        String inside = step.oneOfSeveral() ? "... on " + type + " { " + selection + " }" : selection;
        String rows = contract.isPage(step.field()) ? "{ nodes { " + inside + " } }" : "{ " + inside + " }";
        return around(step.owner(), step.field().name() + step.field().page(page) + " " + rows, page);
    }

    /** What a row says of itself: everything but its relations. */
    private String values(Contract.Type type) {
        if (type.isAbstract()) return "__typename";
        return "__typename "
                + type.fields().values().stream()
                        .filter(field ->
                                !contract.type(field.type().name()).kind().equals("OBJECT"))
                        .filter(field -> !contract.type(field.type().name()).isAbstract())
                        .map(Field::name)
                        .collect(Collectors.joining(" "));
    }
}
