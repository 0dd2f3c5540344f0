package org.linli.api.random;

import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.RowType;

/** Composes one random valid document from a served schema. */
final class Composer {
    private static final int DEEPEST = 14;
    private static final int MOST_FIELDS = 28;
    private static final double MOST_ROWS = 300;

    /** Response keys that are words of SQL, or names that a statement might use itself. */
    private static final List<String> DANGEROUS = List.of(
            "x",
            "r",
            "p",
            "c",
            "g",
            "n",
            "t1",
            "t2",
            "t3",
            "T1",
            "n0",
            "k0",
            "a0",
            "m0",
            "select",
            "user",
            "order",
            "null",
            "true_",
            "x_",
            "_",
            "A".repeat(63));

    private static final List<String> INTROSPECTIONS = List.of(
            "__schema { queryType { name } types { name kind } }",
            "__type(name: \"Activity\") { name fields { name args { name } type { kind name } } }",
            "__type(name: \"EvaluationSubject\") { possibleTypes { name } }");

    private final GraphQLSchema schema;
    private final Declarations declarations;
    private final List<Cursors.Known> known;
    private final RandomGenerator random;
    private final Caller caller;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final Inputs inputs;
    private final List<String> dangerous;
    private final List<Fragment> fragments = new ArrayList<>();
    private boolean inFragment;
    private int aliases;
    private int fields;

    /** A named fragment that can be spread again: one that no nested page makes dear. */
    private record Fragment(String name, String type, String text, boolean cheap) {}

    /** A field that was selected and can be selected once more in the same place, for other fields below it. */
    private record Sent(String text, GraphQLCompositeType type, double rows) {}

    Composer(
            GraphQLSchema schema,
            Declarations declarations,
            Samples samples,
            Cursors cursors,
            Caller caller,
            RandomGenerator random) {
        this.schema = schema;
        this.declarations = declarations;
        this.known = cursors.known(caller.district());
        this.caller = caller;
        this.random = random;
        this.inputs = new Inputs(schema, samples, random, features);
        Set<String> names = schema.getAllTypesAsList().stream()
                .filter(type -> type instanceof GraphQLFieldsContainer)
                .flatMap(type -> ((GraphQLFieldsContainer) type).getFieldDefinitions().stream())
                .map(GraphQLFieldDefinition::getName)
                .collect(Collectors.toSet());
        dangerous = new ArrayList<>(
                DANGEROUS.stream().filter(name -> !names.contains(name)).toList());
        Collections.shuffle(dangerous, random);
    }

    Question compose() {
        GraphQLObjectType query = schema.getQueryType();
        String selections;
        if (chance(0.02)) {
            features.add(Feature.INTROSPECTION_ALONE);
            selections = "{ " + inputs.any(INTROSPECTIONS) + " }";
        } else {
            selections = selections(query, Set.of(query), 1, 1, false);
        }
        String others = fragments.stream().map(Fragment::text).collect(Collectors.joining("\n"));
        if (chance(0.08)) {
            features.add(Feature.SEVERAL_OPERATIONS);
            return question(
                    "query Other { __typename }\nquery Asked%s %s\n%s"
                            .formatted(inputs.definitions(), selections, others),
                    "Asked");
        }
        boolean named = chance(0.5) || !inputs.variables().isEmpty();
        return question((named ? "query Asked" + inputs.definitions() + " " : "") + selections + "\n" + others, null);
    }

    private Question question(String document, @Nullable String operation) {
        return new Question(document, operation, inputs.variables(), features);
    }

    private boolean chance(double probability) {
        return inputs.chance(probability);
    }

    /**
     * @param possible what the answered object can be; graphql-java's normalisation forgets that nothing is possible any more, so
     *     no fragment here is on anything else
     * @param rows how many times this is answered at most, more or less
     * @param among whether other types' fields answer in the same object, so that names must not meet
     */
    private String selections(
            GraphQLCompositeType type, Set<GraphQLObjectType> possible, int level, double rows, boolean among) {
        if (level >= 7) features.add(Feature.SEVEN_LEVELS);
        List<Sent> sent = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        int wanted = 1 + random.nextInt(level == 1 ? 3 : 4);
        while (parts.size() < wanted) parts.add(selection(type, possible, level, rows, among, sent));
        if (level == 1 && chance(0.06)) {
            features.add(Feature.INTROSPECTION);
            parts.add(random.nextInt(parts.size() + 1), inputs.any(INTROSPECTIONS));
        }
        return "{ " + String.join(" ", parts) + " }";
    }

    private String selection(
            GraphQLCompositeType type,
            Set<GraphQLObjectType> possible,
            int level,
            double rows,
            boolean among,
            List<Sent> sent) {
        int dice = random.nextInt(24);
        if (dice == 0 || (type instanceof GraphQLUnionType && dice < 6)) return typename();
        if (dice == 1) return inlineFragment(type, possible, level, rows, among);
        if (dice == 2) return namedFragment(type, possible, level, rows, among);
        if (dice == 3 && !sent.isEmpty()) return again(inputs.any(sent), level);
        if (!(type instanceof GraphQLObjectType object))
            return dice < 8 && type instanceof GraphQLInterfaceType container
                    ? field(container, level, rows, true, sent)
                    : inlineFragment(type, possible, level, rows, among);
        return field(object, level, rows, among, sent);
    }

    private String typename() {
        features.add(Feature.TYPENAME);
        return (chance(0.3) ? alias() + ": " : "") + "__typename" + condition();
    }

    private String again(Sent sent, int level) {
        features.add(Feature.FIELD_SELECTED_TWICE);
        return sent.text() + " " + selections(sent.type(), members(sent.type()), level + 1, sent.rows(), false);
    }

    private Set<GraphQLObjectType> members(GraphQLCompositeType type) {
        if (type instanceof GraphQLObjectType object) return Set.of(object);
        return type instanceof GraphQLUnionType union
                ? union.getTypes().stream().map(GraphQLObjectType.class::cast).collect(Collectors.toSet())
                : Set.copyOf(schema.getImplementations((GraphQLInterfaceType) type));
    }

    /** What a fragment in this place can be on: what the object can be, or an interface of that. */
    private GraphQLCompositeType narrowed(GraphQLCompositeType type, Set<GraphQLObjectType> possible) {
        GraphQLObjectType one = inputs.any(possible.stream()
                .sorted(Comparator.comparing(GraphQLObjectType::getName))
                .toList());
        if (type instanceof GraphQLObjectType
                && chance(0.3)
                && !one.getInterfaces().isEmpty()) return (GraphQLCompositeType) inputs.any(one.getInterfaces());
        return one;
    }

    private Set<GraphQLObjectType> narrowed(Set<GraphQLObjectType> possible, GraphQLCompositeType on) {
        Set<GraphQLObjectType> members = members(on);
        return possible.stream().filter(members::contains).collect(Collectors.toSet());
    }

    private String inlineFragment(
            GraphQLCompositeType type, Set<GraphQLObjectType> possible, int level, double rows, boolean among) {
        features.add(Feature.INLINE_FRAGMENT);
        GraphQLCompositeType on = narrowed(type, possible);
        String condition = condition();
        if (!condition.isEmpty()) features.add(Feature.CONDITIONED_FRAGMENT);
        boolean apart = among || !type.equals(on);
        String head = type.equals(on) && chance(0.5) ? "..." : "... on " + on.getName();
        return head + condition + " " + selections(on, narrowed(possible, on), level + 1, rows, apart);
    }

    private String namedFragment(
            GraphQLCompositeType type, Set<GraphQLObjectType> possible, int level, double rows, boolean among) {
        GraphQLCompositeType on = narrowed(type, possible);
        for (Fragment known : fragments)
            if (!among && known.cheap() && known.type().equals(type.getName()) && chance(0.5)) {
                features.add(Feature.FRAGMENT_SPREAD_AGAIN);
                return "..." + known.name() + condition();
            }
        features.add(Feature.NAMED_FRAGMENT);
        boolean outer = inFragment;
        inFragment = true;
        int before = fields;
        String text = selections(on, narrowed(possible, on), level + 1, rows, among || !type.equals(on));
        inFragment = outer;
        String name = "F" + fragments.size();
        fragments.add(new Fragment(
                name,
                on.getName(),
                "fragment %s on %s %s".formatted(name, on.getName(), text),
                fields - before < 4 && level > 2 && on instanceof GraphQLObjectType));
        if (text.contains("$")) features.add(Feature.VARIABLE_IN_FRAGMENT);
        return "..." + name + condition();
    }

    private String condition() {
        if (!chance(0.06)) return "";
        boolean skip = random.nextBoolean();
        features.add(skip ? Feature.SKIP : Feature.INCLUDE);
        return " @" + (skip ? "skip" : "include") + "(if: " + inputs.condition() + ")";
    }

    private String alias() {
        features.add(Feature.ALIAS);
        return !dangerous.isEmpty() && chance(0.3) ? dangerous.removeLast() : "f" + ++aliases;
    }

    private String field(GraphQLFieldsContainer type, int level, double rows, boolean among, List<Sent> sent) {
        boolean leavesOnly = level >= DEEPEST || fields >= MOST_FIELDS || rows >= MOST_ROWS;
        List<GraphQLFieldDefinition> possible = type.getFieldDefinitions().stream()
                .filter(field -> !ofTheLog(type, field))
                .filter(field -> !leavesOnly || !(named(field) instanceof GraphQLCompositeType))
                .filter(field -> type instanceof GraphQLObjectType || !(named(field) instanceof GraphQLCompositeType))
                .toList();
        if (possible.isEmpty()) return typename();
        GraphQLFieldDefinition field = pick(possible, type);
        fields++;
        Arguments arguments = arguments(type, field, rows);
        boolean own = among && !field.getName().equals("id");
        boolean alias =
                !field.getName().equals("asOf") && (own || !arguments.text().isEmpty() || chance(0.15));
        String text = (alias ? alias() + ": " : "") + field.getName() + arguments.text();
        String condition = condition();
        if (!(named(field) instanceof GraphQLCompositeType below)) return text + condition;
        note(below);
        double deeper = rows * arguments.rows();
        sent.add(new Sent(text, below, deeper));
        return text + condition + " " + selections(below, members(below), level + 1, deeper, false);
    }

    /** Fields that lead on are taken more often than there are of them, and an account without a district mostly asks for itself. */
    private GraphQLFieldDefinition pick(List<GraphQLFieldDefinition> possible, GraphQLFieldsContainer type) {
        if (type.equals(schema.getQueryType()) && caller.district() == null && chance(0.9))
            return type.getFieldDefinition("me");
        List<GraphQLFieldDefinition> leading = possible.stream()
                .filter(field -> named(field) instanceof GraphQLCompositeType)
                .toList();
        return inputs.any(leading.isEmpty() || chance(0.5) ? possible : leading);
    }

    /** The log is written while others ask: what is told of it has proofs of its own. */
    private boolean ofTheLog(GraphQLFieldsContainer type, GraphQLFieldDefinition field) {
        Root root = type.equals(schema.getQueryType()) ? declarations.roots().get(field.getName()) : null;
        RowType target = root == null ? null : declarations.types().get(root.target());
        return target != null && target.numbered();
    }

    private static GraphQLNamedType named(GraphQLFieldDefinition field) {
        return (GraphQLNamedType) GraphQLTypeUtil.unwrapAll(field.getType());
    }

    private void note(GraphQLCompositeType below) {
        if (below instanceof GraphQLInterfaceType) features.add(Feature.INTERFACE);
        if (below instanceof GraphQLUnionType) features.add(Feature.UNION);
    }

    /** The arguments of a field as text, and how many rows it answers at most, more or less. */
    private record Arguments(String text, double rows) {}

    private Arguments arguments(GraphQLFieldsContainer type, GraphQLFieldDefinition field, double rows) {
        String named = named(field).getName();
        switch (field.getName()) {
            case "edges" -> features.add(Feature.EDGES);
            case "pageInfo" -> features.add(Feature.PAGE_INFO);
            case "totalCount" -> features.add(Feature.TOTAL_COUNT);
            case "sum", "avg", "min", "max" -> {
                if (named.contains("Group"))
                    features.add(Feature.valueOf(field.getName().toUpperCase(Locale.ROOT)));
            }
            default -> {}
        }
        if (named.endsWith("Connection")) return page(type, field, rows);
        if (field.getName().equals("groups"))
            return groups(declarations.type(type.getName().replaceFirst("Connection$", "")));
        Root root = type.equals(schema.getQueryType()) ? declarations.roots().get(field.getName()) : null;
        return root == null ? new Arguments("", 1) : root(root);
    }

    private Arguments root(Root root) {
        return switch (root.kind()) {
            case NODE -> {
                features.add(Feature.NODE);
                yield new Arguments("(id: " + inputs.id(all()) + ")", 1);
            }
            case NODES -> {
                features.add(Feature.NODES);
                yield new Arguments("(ids: " + inputs.ids(all()) + ")", 4);
            }
            case GET -> {
                features.add(
                        root.argument() == null
                                ? Feature.ONLY_ROW
                                : root.blind() ? Feature.ROW_BY_SECRET : Feature.ROW_BY_ID);
                if (root.argument() == null) yield new Arguments("", 1);
                String value =
                        root.blind() ? inputs.text(secrets()) : inputs.id(List.of(declarations.type(root.target())));
                yield new Arguments("(" + root.argument() + ": " + value + ")", 1);
            }
            case LIST -> {
                features.add(Feature.LIST);
                List<RowType> places = "territory_id".equals(root.by())
                        ? declarations.possible("Territory")
                        : List.of(declarations.type("Grid"));
                yield new Arguments("(" + root.argument() + ": " + inputs.id(places) + ")", 5);
            }
            case PAGE, HEAD -> throw new IllegalStateException(root.name());
        };
    }

    /** Those that an id alone leads to. */
    private List<RowType> all() {
        return declarations.possible("Node");
    }

    private static List<String> secrets() {
        return IntStream.range(0, 26).mapToObj(n -> "id-" + n).toList();
    }

    private Arguments page(GraphQLFieldsContainer type, GraphQLFieldDefinition field, double rows) {
        RowType target = declarations.type(named(field).getName().replaceFirst("Connection$", ""));
        features.add(type.equals(schema.getQueryType()) ? Feature.PAGE : Feature.NESTED_PAGE);
        List<String> arguments = new ArrayList<>();
        double size = size(arguments, rows);
        boolean ordered = field.getArgument("orderBy") != null;
        List<Cursors.Known> here = known.stream()
                .filter(cursor -> cursor.type().equals(target.name()))
                .toList();
        if (!here.isEmpty() && chance(0.4)) {
            Cursors.Known from = inputs.any(here);
            if (ordered && (!from.order().isEmpty() || chance(0.5)))
                arguments.add("orderBy: " + inputs.orderBy(target, from.order()));
            cursors(arguments, from, here);
        } else if (ordered && chance(0.5)) {
            arguments.add("orderBy: " + inputs.orderBy(target));
        }
        if (field.getArgument("where") != null && chance(0.4)) arguments.add("where: " + inputs.where(target));
        Collections.shuffle(arguments, random);
        return new Arguments(arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")", size);
    }

    private double size(List<String> arguments, double rows) {
        int most = rows == 1 ? inputs.any(List.of(1, 3, 5, 100)) : 3;
        if (rows < 10 && chance(0.2)) return 12;
        boolean first = chance(0.6);
        features.add(first ? Feature.FIRST : Feature.LAST);
        if (chance(0.1)) arguments.add((first ? "last: " : "first: ") + inputs.noSize());
        arguments.add((first ? "first: " : "last: ") + inputs.size(most));
        return Math.min(most, 12);
    }

    private void cursors(List<String> arguments, Cursors.Known from, List<Cursors.Known> here) {
        if (chance(0.6)) {
            features.add(Feature.AFTER);
            arguments.add("after: " + inputs.cursor(from.cursor()));
            List<Cursors.Known> same = here.stream()
                    .filter(cursor -> cursor.order().equals(from.order()))
                    .toList();
            if (chance(0.7)) return;
            features.add(Feature.BEFORE);
            arguments.add("before: " + inputs.cursor(inputs.any(same).cursor()));
        } else {
            features.add(Feature.BEFORE);
            arguments.add("before: " + inputs.cursor(from.cursor()));
        }
    }

    private Arguments groups(RowType type) {
        features.add(Feature.GROUPS);
        List<String> arguments = new ArrayList<>();
        if (chance(0.8)) arguments.add("by: " + inputs.by(type));
        if (chance(0.4)) arguments.add("order: " + inputs.groupOrder());
        if (chance(0.4)) arguments.add("first: " + inputs.groups());
        return new Arguments(arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")", 6);
    }
}
