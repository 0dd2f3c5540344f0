package org.linli.schema.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;

/** Connections, edges, filters, orders and groups of the declared types, as SDL that nobody writes by hand. */
final class DerivedTypes {
    static final String ARGUMENTS = """
              "How many rows from the start (or after `after`); 20 when neither `first` nor `last` is given, at most 100."
              first: NonNegativeInt
              "Only rows behind this cursor, taken from the same field under the same order."
              after: String
              "How many rows from the end (or before `before`), at most 100; not together with `first`."
              last: NonNegativeInt
              "Only rows ahead of this cursor, taken from the same field under the same order."
              before: String
            """;

    private static final Map<String, String> COMPARABLE = comparable();

    private final Declarations declarations;
    private final Map<String, String> sdl = new TreeMap<>();
    private final Set<String> filtered = new TreeSet<>();
    private final Set<String> structural = new TreeSet<>(Set.of("GroupOrder", "Period"));

    DerivedTypes(Declarations declarations) {
        this.declarations = declarations;
        Set<String> paged = Stream.concat(
                        declarations.roots().values().stream()
                                .filter(root -> root.kind() == Root.Kind.PAGE)
                                .map(Root::target),
                        declarations.types().values().stream()
                                .flatMap(type -> type.fields(Many.class))
                                .filter(Many::paged)
                                .map(Many::target))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String type : paged) {
            connection(declarations.type(type));
            order(declarations.type(type));
            filter(declarations.type(type));
        }
    }

    String sdl() {
        return String.join("\n", sdl.values());
    }

    /** Enums whose value, not only presence, decides the text of a statement. */
    Set<String> structuralEnums() {
        return structural;
    }

    /** The arguments of a field that answers a page of the type. */
    String arguments(String type) {
        StringBuilder arguments = new StringBuilder(ARGUMENTS.replace("String", cursor(declarations.type(type))));
        if (filters(declarations.type(type)))
            arguments.append("  \"Only rows that fulfil this.\"\n  where: %sFilter\n".formatted(type));
        if (ordered(declarations.type(type)))
            arguments.append(
                    "  \"The order, most important first; ties and no order at all go by id, the order of creation.\"\n  orderBy: [%sOrder!]\n"
                            .formatted(type));
        return arguments.toString();
    }

    /** Of what is numbered, a cursor says more than a place in one order: it can be followed live. */
    private static String cursor(RowType type) {
        return type.numbered() ? "Cursor" : "String";
    }

    private static boolean ordered(RowType type) {
        return type.fields(Scalar.class).anyMatch(Scalar::order);
    }

    private static boolean filters(RowType type) {
        return type.fields(Scalar.class).anyMatch(Scalar::filter)
                || type.fields(One.class).anyMatch(One::filter)
                || type.fields(Many.class).anyMatch(Many::filter);
    }

    private void add(String name, String text) {
        sdl.put(name, text);
    }

    private void connection(RowType type) {
        String name = type.name();
        boolean groups = type.fields().values().stream().anyMatch(DerivedTypes::groups);
        add(name + "Connection", """
                "A page of %1$s rows."
                type %1$sConnection {
                  "The rows with their cursors."
                  edges: [%1$sEdge!]!
                  "The rows alone."
                  nodes: [%1$s!]!
                  "Where this page stands."
                  pageInfo: PageInfo!
                  "How many rows that the caller may see fulfil `where`, on all pages together."
                  totalCount: Int!
                %2$s}
                """.formatted(name, groups ? """
                                  "All rows that the caller may see and that fulfil `where`, counted and measured in groups; one group of all without `by`."
                                  groups(
                                    "What makes two rows fall into the same group."
                                    by: [%1$sGroupBy!]
                                    "In which order."
                                    order: GroupOrder = KEY
                                    "How many groups, at most 1000."
                                    first: PositiveInt = 100
                                  ): [%1$sGroup!]!
                                """.formatted(name) : ""));
        add(name + "Edge", """
                "One of the %1$s rows and its place in the order."
                type %1$sEdge {
                  "The place: give it as `after` or `before`."
                  cursor: %2$s!
                  "The row."
                  node: %1$s!
                }
                """.formatted(name, cursor(type)));
        if (groups) groups(type);
    }

    private static boolean groups(Declared field) {
        return switch (field) {
            case Scalar scalar -> scalar.group();
            case One one -> one.group();
            default -> false;
        };
    }

    private void groups(RowType type) {
        String name = type.name();
        StringBuilder keys = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (Declared field : type.fields().values()) {
            if (!groups(field)) continue;
            String keyType = switch (field) {
                case Scalar scalar -> scalar.type().equals("DateTime") ? "Date" : scalar.type();
                case One one -> one.target();
                default -> throw new IllegalStateException(field.name());
            };
            boolean dated = keyType.equals("Date");
            values.append("  \"By `%s`%s.\"\n  %s\n"
                    .formatted(field.name(), dated ? ", by `period`" : "", Words.constant(field.name())));
            keys.append("  \"%s, null when it is not a key or is missing.\"\n  %s: %s\n"
                    .formatted(
                            dated
                                    ? "First day of the period of `" + field.name() + "`"
                                    : "The common `" + field.name() + "`",
                            field.name(),
                            keyType));
        }
        structural.add(name + "GroupField");
        add(
                name + "GroupField",
                "\"What %1$s rows can be grouped by.\"\nenum %1$sGroupField {\n%2$s}\n".formatted(name, values));
        add(name + "GroupBy", """
                "One key of a group of %1$s rows."
                input %1$sGroupBy {
                  "The field."
                  field: %1$sGroupField!
                  "For moments and days: how long a stretch is one group; a day when not given."
                  period: Period
                }
                """.formatted(name));
        add(
                name + "GroupKey",
                "\"What the rows of a group have in common.\"\ntype %1$sGroupKey {\n%2$s}\n".formatted(name, keys));
        StringBuilder measures = new StringBuilder();
        for (String measure : new String[] {"sum", "avg", "min", "max"}) {
            String fields = type.fields(Scalar.class)
                    .filter(Scalar::measure)
                    .map(field -> "  \"Over `%1$s`, null without a value.\"\n  %1$s: %2$s\n"
                            .formatted(field.name(), measureType(measure, field)))
                    .collect(Collectors.joining());
            if (fields.isEmpty()) continue;
            String measured = name + "Group" + Character.toUpperCase(measure.charAt(0)) + measure.substring(1);
            add(
                    measured,
                    "\"The %s of a group's values.\"\ntype %s {\n%s}\n"
                            .formatted(WORDS.get(measure), measured, fields));
            measures.append("  \"The %s of the group's values.\"\n  %s: %s!\n"
                    .formatted(WORDS.get(measure), measure, measured));
        }
        add(name + "Group", """
                "Some %1$s rows, counted together."
                type %1$sGroup {
                  "What they have in common."
                  key: %1$sGroupKey!
                  "How many they are."
                  count: Int!
                %2$s}
                """.formatted(name, measures));
    }

    private static final Map<String, String> WORDS =
            Map.of("sum", "sum", "avg", "average", "min", "smallest", "max", "largest");

    private static String measureType(String measure, Scalar field) {
        return switch (measure) {
            case "sum" -> "BigDecimal";
            case "avg" -> "Float";
            default -> field.type();
        };
    }

    private void order(RowType type) {
        if (!ordered(type)) return;
        StringBuilder values = new StringBuilder();
        type.fields(Scalar.class)
                .filter(Scalar::order)
                .forEach(field -> values.append(
                        "  \"By `%1$s`, smallest first, missing last.\"\n  %2$s_ASC\n  \"By `%1$s`, largest first, missing last.\"\n  %2$s_DESC\n"
                                .formatted(field.name(), Words.constant(field.name()))));
        structural.add(type.name() + "Order");
        add(
                type.name() + "Order",
                "\"Orders of %1$s rows.\"\nenum %1$sOrder {\n%2$s}\n".formatted(type.name(), values));
    }

    private void filter(RowType type) {
        String name = type.name();
        if (!filters(type) || !filtered.add(name)) return;
        StringBuilder fields = new StringBuilder();
        type.fields(Scalar.class).filter(Scalar::filter).forEach(field -> {
            fields.append("  \"On `%1$s`.\"\n  %1$s: %2$s\n".formatted(field.name(), comparison(field)));
        });
        type.fields(One.class)
                .filter(One::filter)
                .forEach(one -> fields.append("  \"There is a `%1$s`, and it fulfils this.\"\n  %1$s: %2$s\n"
                        .formatted(one.name(), filterOf(type, one))));
        type.fields(Many.class).filter(Many::filter).forEach(many -> {
            fields.append("  \"On the rows of `%1$s`.\"\n  %1$s: %2$sListFilter\n"
                    .formatted(many.name(), filterOf(type, many).replaceFirst("Filter$", "")));
            add(many.target() + "ListFilter", """
                    "A condition on related %1$s rows."
                    input %1$sListFilter {
                      "At least one of them fulfils this."
                      some: %1$sFilter
                      "None of them fulfils this."
                      none: %1$sFilter
                    }
                    """.formatted(many.target()));
        });
        add(name + "Filter", """
                "Conditions on %1$s rows; several together must all be fulfilled."
                input %1$sFilter {
                  "All of these."
                  and: [%1$sFilter!]
                  "At least one of these."
                  or: [%1$sFilter!]
                  "Not this; a row with a missing value does not fulfil a comparison, so it fulfils its negation."
                  not: %1$sFilter
                %2$s}
                """.formatted(name, fields));
    }

    private String filterOf(RowType type, Declared relation) {
        String target = relation instanceof One one ? one.target() : ((Many) relation).target();
        if (target.equals("Node")) return byId();
        if (declarations.isAbstract(target) || !filters(declarations.type(target)))
            throw Declarations.wrong(
                    type.name() + "." + relation.name(), "has @filter, but " + target + " has no filters");
        filter(declarations.type(target));
        return target + "Filter";
    }

    /** Of rows of any type, all that is known is the id. */
    private String byId() {
        add("NodeFilter", """
                "Conditions on a row of any type."
                input NodeFilter {
                  "On `id`."
                  id: %s
                }
                """.formatted(comparison(
                new Scalar("id", "ID", true, false, false, true, false, false, false, false, null))));
        return "NodeFilter";
    }

    private String comparison(Scalar field) {
        if (field.list()) {
            String name = field.type() + "SetFilter";
            add(name, """
                    "Conditions on a set of %1$s."
                    input %2$s {
                      "The set holds this."
                      has: %1$s
                    }
                    """.formatted(field.type(), name));
            return name;
        }
        String name = field.type() + "Filter";
        StringBuilder operators = new StringBuilder();
        operators.append("  \"Equal to this.\"\n  eq: %1$s\n  \"Different from this, or missing.\"\n  ne: %1$s\n"
                .formatted(field.type()));
        if (!field.type().equals("Boolean"))
            operators.append("  \"Equal to one of these, at most 1000.\"\n  in: [%s!]\n".formatted(field.type()));
        COMPARABLE.forEach((operator, text) -> {
            if (comparable(field))
                operators.append("  \"%s this.\"\n  %s: %s\n".formatted(text, operator, field.type()));
        });
        if (field.type().equals("String")) {
            operators.append("  \"Contains this text.\"\n  contains: String\n");
            operators.append("  \"Begins with this text.\"\n  startsWith: String\n");
        }
        operators.append("  \"True: the value is missing; false: it is not.\"\n  isNull: Boolean\n");
        add(
                name,
                "\"Conditions on a %s; several together must all be fulfilled.\"\ninput %s {\n%s}\n"
                        .formatted(field.type(), name, operators));
        return name;
    }

    private static boolean comparable(Scalar field) {
        return !field.isEnum() && !Set.of("ID", "Boolean", "Url", "Locale").contains(field.type());
    }

    private static Map<String, String> comparable() {
        Map<String, String> operators = new LinkedHashMap<>();
        operators.put("lt", "Below");
        operators.put("lte", "At most");
        operators.put("gt", "Above");
        operators.put("gte", "At least");
        return operators;
    }
}
