package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;

/** Selections as SQL: each selected field is one expression under its response key. */
final class Selections {
    /** Rows of a list that is not paged. */
    static final int LIST = 100;
    /** A row that is made into JSON; its columns are response keys, and none of them can be this. */
    static final String ROW = "\"#\"";
    /** What a row has that is made into JSON in several ways. */
    private static final String COMMON = "\"#common\"";
    /** What a list that is not paged is taken to hold when its cost is told. */
    private static final int USUAL_LIST = 10;

    private final Draft draft;

    Selections(Draft draft) {
        this.draft = draft;
    }

    /** The columns of a row, as {@code <expression> as "<response key>", ..}. */
    String columns(RowType type, List<ExecutableNormalizedField> selection, String alias) {
        Stream<String> selected =
                selection.stream().map(field -> draft.at(field, () -> expression(type, field, alias) + as(field)));
        return Stream.concat(selected, draft.told(type)).collect(Collectors.joining(", "));
    }

    /** The row as one JSON value. */
    String json(RowType type, ExecutableNormalizedField parent, String alias) {
        Collection<EventType> variants = draft.declarations.variants(type);
        return variants.isEmpty()
                ? object(columns(type, on(type, parent), alias))
                : variants(type, variants, parent.getChildren(), alias);
    }

    /**
     * A line of the log by what it tells of. What all have is read once, behind an {@code offset 0} lest PostgreSQL writes it into each of the
     * cases; those of which nothing more was asked are alike in the end.
     */
    private String variants(
            RowType log, Collection<EventType> variants, List<ExecutableNormalizedField> children, String alias) {
        List<ExecutableNormalizedField> common = children.stream()
                .filter(child -> child.getObjectTypeNames().size() == variants.size())
                .toList();
        List<String> names = variants.stream().map(event -> event.own().name()).toList();
        List<String> special = variants.stream()
                .filter(event -> !on(event.own(), children).equals(common))
                .map(event ->
                        "when '%s' then %s".formatted(event.constant(), event(log, event, common, children, alias)))
                .toList();
        String line = told(common.stream().map(field -> column(log, names, field, alias)), alias);
        if (special.isEmpty()) return object(line);
        return "(select case %s.type %s else row_to_json(%s) end from (select %s offset 0) %3$s)"
                .formatted(alias, String.join(" ", special), COMMON, line);
    }

    private String event(
            RowType log,
            EventType event,
            List<ExecutableNormalizedField> common,
            List<ExecutableNormalizedField> children,
            String alias) {
        RowType own = event.own();
        String values = draft.alias();
        Stream<String> selected = on(own, children).stream().map(field -> {
            if (common.contains(field)) return COMMON + ".\"" + field.getResultKey() + "\"";
            return log.fields().containsKey(field.getFieldName())
                    ? column(log, List.of(own.name()), field, alias)
                    : draft.at(field, () -> expression(own, field, values) + as(field));
        });
        String from = own.fields().isEmpty()
                ? ""
                : " from json_to_record(%s.payload) as %s(%s)".formatted(alias, values, definition(own));
        return "(select row_to_json(%1$s) from (select %2$s%3$s) %1$s)".formatted(ROW, told(selected, alias), from);
    }

    /** What every line of the log has. */
    private String column(RowType log, List<String> names, ExecutableNormalizedField field, String alias) {
        return draft.at(
                field,
                () -> (field.getFieldName().equals("__typename")
                                ? typeOf(alias)
                                : expression(log, names, log.field(field.getFieldName()), field, alias))
                        + as(field));
    }

    private String told(Stream<String> columns, String alias) {
        return Stream.concat(columns, draft.told(typeOf(alias))).collect(Collectors.joining(", "));
    }

    /** The name of a line's type, of which the log has the capitals. */
    private static String typeOf(String alias) {
        return "replace(initcap(" + alias + ".type), '_', '')";
    }

    private static List<ExecutableNormalizedField> on(RowType type, List<ExecutableNormalizedField> fields) {
        return fields.stream()
                .filter(field -> field.getObjectTypeNames().contains(type.name()))
                .toList();
    }

    /** The fields that are selected on rows of this type. */
    static List<ExecutableNormalizedField> on(RowType type, ExecutableNormalizedField parent) {
        return on(type, parent.getChildren());
    }

    static String as(ExecutableNormalizedField field) {
        return " as \"" + field.getResultKey() + "\"";
    }

    static String typename(String type) {
        return "'" + type + "'::text";
    }

    /** One JSON object of these columns. */
    static String object(String columns) {
        return "(select row_to_json(%1$s) from (select %2$s) %1$s)".formatted(ROW, columns);
    }

    /** The one row that fulfils the link, as JSON. */
    String row(RowType type, ExecutableNormalizedField field, Link link) {
        String alias = draft.alias();
        String rows = draft.rows(type, alias);
        if (type.numbered())
            return "(select %s from %s where %s)".formatted(json(type, field, alias), rows, link.to(alias));
        return "(select row_to_json(%1$s) from (select %2$s from %3$s where %4$s) %1$s)"
                .formatted(ROW, columns(type, on(type, field), alias), rows, link.to(alias));
    }

    /** How a row is found, said of its alias. */
    interface Link {
        String to(String alias);
    }

    private String expression(RowType type, ExecutableNormalizedField field, String alias) {
        if (field.getFieldName().equals("__typename")) return typename(type.name());
        return expression(type, List.of(type.name()), type.field(field.getFieldName()), field, alias);
    }

    /** @param names of the types on which it is selected so */
    private String expression(
            RowType type, List<String> names, Declared declared, ExecutableNormalizedField field, String alias) {
        if (!draft.allowed(names, declared)) return "null::json";
        return switch (declared) {
            case Scalar scalar -> {
                draft.pay(Cost.FIELD);
                yield scalar(type, scalar, alias);
            }
            case One one -> {
                draft.pay(Cost.RELATION);
                String row = one(type, names, one, field, alias);
                yield one.nonNull() ? draft.required(row, "json", false) : row;
            }
            case Many many -> {
                draft.pay(Cost.RELATION);
                RowType target = draft.declarations.type(many.target());
                Link link = other -> other + "." + many.by() + " = " + alias + ".id";
                yield many.paged() ? new Pages(draft, target, field, link).sql() : list(target, field, link);
            }
            case Root root -> throw new IllegalStateException(root.name());
        };
    }

    /** A value of the row as the client gets it. */
    String scalar(RowType type, Scalar field, String alias) {
        String column = alias + "." + field.column();
        if (field.type().equals("Cursor")) return Keyset.of(type).cursor(draft, List.of(alias + "." + type.by()));
        if (field.type().equals("ID") && field.name().equals("id")) return NodeId.json(type, column);
        SqlType sql = SqlType.of(field.type(), field.isEnum());
        String json = field.list() ? column : sql.json(column);
        String cast = field.list() ? sql.name() + "[]" : json.equals(column) ? sql.name() : "text";
        return field.nonNull() ? draft.required(json, cast, draft.proves(type, field.column())) : json;
    }

    private String one(RowType type, List<String> names, One one, ExecutableNormalizedField field, String alias) {
        Link link = other -> other + ".id = " + alias + "." + one.by();
        if (!draft.declarations.isAbstract(one.target()))
            return row(draft.declarations.type(one.target()), field, link);
        List<RowType> targets = targets(type, names, one);
        if (targets.isEmpty()) return "null::json";
        return targets.stream()
                .map(target -> "when '%s' then %s".formatted(target.name(), row(target, field, link)))
                .collect(Collectors.joining(" ", "case " + alias + "." + one.type() + " ", " end"));
    }

    /** What a link may lead to; of a line of the log only what the lines that are told are of. */
    private List<RowType> targets(RowType type, List<String> names, One one) {
        List<RowType> possible = draft.declarations.possible(one.target());
        if (draft.declarations.variants(type).isEmpty()) return possible;
        Set<String> subjects = draft.events(type)
                .filter(event -> names.contains(event.own().name()))
                .flatMap(event -> event.of().stream())
                .collect(Collectors.toSet());
        return possible.stream()
                .filter(target -> subjects.contains(target.name()))
                .toList();
    }

    private String list(RowType type, ExecutableNormalizedField field, Link link) {
        return draft.within(request -> USUAL_LIST, () -> {
            String alias = draft.alias();
            String order = type.fields(Scalar.class)
                    .filter(Scalar::order)
                    .map(scalar -> alias + "." + scalar.column() + ", ")
                    .findFirst()
                    .orElse("");
            return "coalesce((select json_agg(%1$s) from (select %2$s from %3$s where %4$s order by %5$s%6$s.id limit %7$d) %1$s), '[]'::json)"
                    .formatted(
                            ROW,
                            columns(type, on(type, field), alias),
                            draft.rows(type, alias),
                            link.to(alias),
                            order,
                            alias,
                            LIST);
        });
    }

    /** A field of Query. */
    String root(Root root, ExecutableNormalizedField field) {
        draft.pay(Cost.RELATION);
        if (!draft.allowed(List.of("Query"), root)) return "null::json";
        return switch (root.kind()) {
            case PAGE -> new Pages(draft, draft.declarations.type(root.target()), field, alias -> "true").sql();
            case LIST -> {
                RowType type = draft.declarations.type(root.target());
                yield list(type, field, alias -> by(root, field, alias));
            }
            case GET -> row(draft.declarations.type(root.target()), field, alias -> by(root, field, alias));
            case NODE -> node(root, field);
            case NODES -> nodes(root, field);
            case HEAD -> head(draft.declarations.type(root.target()));
        };
    }

    /** The cursor behind everything that this statement sees. */
    private String head(RowType log) {
        return Keyset.of(log).head(draft, ReadModel.head(log.readModel(), draft.parameters));
    }

    /**
     * What is told in a stretch of the log. How long it is, is hidden from the planner, who would plan anew for each; and lines are found one
     * by one, by the key, since a plan that was made while the log was small would go through all of it.
     */
    String updates(RowType log, ExecutableNormalizedField field) {
        draft.pay(Cost.RELATION);
        String alias = draft.alias();
        return """
                (select coalesce(json_agg(json_build_array(%1$s.%2$s, %1$s.id, %3$s) order by %1$s.%2$s), '[]'::json)
                   from unnest((select %4$s)::bigint[]) n (position)
                        cross join lateral (select %5$s from %6$s where %1$s.%2$s = n.position and %7$s offset 0) %1$s)""".formatted(
                        alias,
                        log.by(),
                        object(json(log, field, alias) + as(field)),
                        draft.parameters.parameter("positions"),
                        Draft.columns(alias, alias),
                        draft.rows(log, alias),
                        draft.conditions.of(log, Draft.argument(field, "where"), alias));
    }

    /** How a use case ended: a row made of the outcome's JSON, by the outcome's type. */
    String outcome(UseCaseField useCase, ExecutableNormalizedField field) {
        draft.pay(Cost.RELATION);
        String json = draft.parameters.bind("#outcome", "json", Request::outcome);
        return useCase.outcomes().stream()
                // Of most nothing is asked: they are alike in the end.
                .filter(type -> draft.told(type).findAny().isPresent()
                        || !on(type, field).isEmpty())
                .map(type -> {
                    String alias = draft.alias();
                    return "when '%s' then (select row_to_json(%2$s) from (select %3$s from json_to_record(%4$s) as %5$s(%6$s)) %2$s)"
                            .formatted(
                                    type.name(),
                                    ROW,
                                    columns(type, on(type, field), alias),
                                    json,
                                    alias,
                                    definition(type));
                })
                .collect(Collectors.joining(" ", "case " + json + " ->> '" + Plan.TYPE + "' ", " else '{}'::json end"));
    }

    /** The columns of an outcome as a definition list of SQL. */
    static String definition(RowType outcome) {
        return outcome.fields().values().stream()
                .flatMap(field -> switch (field) {
                    case Scalar scalar ->
                        Stream.of("\"" + scalar.column() + "\" "
                                + SqlType.of(scalar.type(), scalar.isEnum()).name() + (scalar.list() ? "[]" : ""));
                    case One one ->
                        one.type() == null
                                ? Stream.of(one.by() + " uuid")
                                : Stream.of(one.by() + " uuid", one.type() + " text");
                    default -> throw new IllegalStateException(field.name());
                })
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String by(Root root, ExecutableNormalizedField field, String alias) {
        if (root.argument() == null) return "true";
        Argument argument = Objects.requireNonNull(Draft.argument(field, root.argument()), root.argument());
        String column = alias + "." + root.by();
        if (root.blind()) return column + Declared.Root.REVEALED + " and " + column + " = " + draft.blind(argument);
        RowType type = draft.declarations.type(root.target());
        List<RowType> expected = "id".equals(root.by())
                ? List.of(type)
                : new ArrayList<>(draft.declarations.types().values());
        return column + " = " + draft.id(argument, expected);
    }

    private String node(Root root, ExecutableNormalizedField field) {
        Argument argument = Objects.requireNonNull(Draft.argument(field, Objects.requireNonNull(root.argument())));
        List<RowType> all = draft.declarations.possible(root.target());
        String id = draft.id(argument, all);
        String type = draft.parameters.bind(
                "type:" + argument.key(),
                "text",
                request -> NodeId.of(
                                field.getResultKey(), String.valueOf(argument.value(request)), all, draft.declarations)
                        .type()
                        .name());
        return cases(all, field, type, id);
    }

    private String nodes(Root root, ExecutableNormalizedField field) {
        Argument argument = Objects.requireNonNull(Draft.argument(field, Objects.requireNonNull(root.argument())));
        List<RowType> all = draft.declarations.possible(root.target());
        String ids = draft.nodes(argument, "uuid", NodeId::id);
        String types = draft.nodes(argument, "text", id -> id.type().name());
        return draft.within(
                request -> argument.value(request) instanceof List<?> list ? list.size() : 1,
                () ->
                        "coalesce((select json_agg(%s order by n.place) from unnest(%s, %s) with ordinality n (id, type, place)), '[]'::json)"
                                .formatted(cases(all, field, "n.type", "n.id"), ids, types));
    }

    private String cases(List<RowType> types, ExecutableNormalizedField field, String type, String id) {
        return types.stream()
                .map(each ->
                        "when '%s' then %s".formatted(each.name(), row(each, field, alias -> alias + ".id = " + id)))
                .collect(Collectors.joining(" ", "case " + type + " ", " end"));
    }
}
