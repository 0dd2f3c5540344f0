package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;

/** A statement while it is written: its parameters, aliases, costs, and where in the answer the pen stands. */
final class Draft {
    private static final Pattern REFERENCE = Pattern.compile("\\b(t[0-9]+)\\.([a-z_]+)");
    private static final Pattern COLUMNS = Pattern.compile("\\{columns (t[0-9]+) (t[0-9]+)}");
    private static final Pattern ROWS = Pattern.compile("\\{rows ([A-Za-z0-9_]+) (t[0-9]+)}");

    final Declarations declarations;
    final Parameters parameters;
    final List<Plan.Denial> denials = new ArrayList<>();
    final List<Plan.PageLimit> pages = new ArrayList<>();
    final Cost cost = new Cost();
    final Conditions conditions = new Conditions(this);
    final Selections selections = new Selections(this);

    private final Map<String, ReadModel> models;
    private final Catalogue catalogue;
    private final Set<Role> roles;
    private final boolean strict;
    private final Blinding blinding;
    private final Deque<String> path = new ArrayDeque<>();
    private final List<Cost.Rows> within = new ArrayList<>();
    private int aliases;

    /** @param strict whether a missing value in a non-null field stops the statement; otherwise rows tell their type */
    Draft(
            Declarations declarations,
            Map<String, ReadModel> models,
            Catalogue catalogue,
            Blinding blinding,
            Set<Role> roles,
            boolean strict) {
        this.declarations = declarations;
        this.models = models;
        this.catalogue = catalogue;
        this.blinding = blinding;
        this.roles = roles;
        this.strict = strict;
        this.parameters = new Parameters(roles);
    }

    String alias() {
        return "t" + ++aliases;
    }

    /** The rows of a type as a derived table under this alias; {@link #finish} writes the columns that turn out to be used. */
    String rows(RowType type, String alias) {
        return "{rows " + type.name() + " " + alias + "}";
    }

    /** The columns of {@code alias} that are used under the name {@code as}. */
    static String columns(String alias, String as) {
        return "{columns " + alias + " " + as + "}";
    }

    /** The statement with its derived tables written out. */
    String finish(String sql) {
        Map<String, Set<String>> used = new HashMap<>();
        REFERENCE
                .matcher(sql)
                .results()
                .forEach(reference -> used.computeIfAbsent(reference.group(1), alias -> new TreeSet<>())
                        .add(reference.group(2)));
        String named = COLUMNS.matcher(sql).replaceAll(columns -> {
            Set<String> shown = used.getOrDefault(columns.group(2), Set.of());
            used.computeIfAbsent(columns.group(1), alias -> new TreeSet<>()).addAll(shown);
            return shown.stream().map(column -> columns.group(1) + "." + column).collect(Collectors.joining(", "));
        });
        return ROWS.matcher(named).replaceAll(rows -> {
            RowType type = declarations.type(rows.group(1));
            Set<String> columns = used.getOrDefault(rows.group(2), Set.of());
            return Matcher.quoteReplacement("(" + rows(type, columns) + ") " + rows.group(2));
        });
    }

    private String rows(RowType type, Set<String> columns) {
        boolean log = !declarations.variants(type).isEmpty();
        Map<String, String> present = present(type);
        if (!log && present.isEmpty()) return model(type).sql(columns, parameters);
        Set<String> judged = new TreeSet<>(columns);
        judged.addAll(present.keySet());
        if (log) judged.addAll(List.of("type", "subject_type", "subject_id"));
        List<String> conditions = new ArrayList<>(present.values());
        if (log) conditions.add(visible(type));
        return "select %s from (%s) line where %s"
                .formatted(
                        String.join(", ", columns),
                        model(type).sql(judged, parameters),
                        String.join(" and ", conditions));
    }

    /** By columns, the conditions that a row is not one of a package which the district has not got. */
    private Map<String, String> present(RowType type) {
        Map<String, String> conditions = new TreeMap<>();
        type.fields(Declared.Scalar.class)
                .filter(scalar -> scalar.isEnum() && scalar.nonNull() && declarations.isNarrowed(scalar.type()))
                .forEach(scalar -> conditions.put(
                        scalar.column(),
                        "line.%s = any(%s::%s[])"
                                .formatted(
                                        scalar.column(),
                                        array(declarations.valuesOf(scalar.type())),
                                        SqlType.of(scalar.type(), true).name())));
        type.fields(Declared.One.class)
                .filter(one -> one.part() && declarations.isNarrowed(one.target()))
                .forEach(one -> conditions.put(
                        Objects.requireNonNull(one.type()),
                        "(line.%1$s is null or line.%1$s = any(%2$s::text[]))"
                                .formatted(
                                        one.type(),
                                        array(declarations.possible(one.target()).stream()
                                                .map(RowType::name)
                                                .toList()))));
        if (!declarations.absentEvents().isEmpty())
            declarations
                    .eventNames(type)
                    .forEach(column -> conditions.put(
                            column,
                            "line.%s <> all(%s::text[])".formatted(column, array(declarations.absentEvents()))));
        return conditions;
    }

    private static String array(Collection<String> names) {
        return "'{" + String.join(",", names) + "}'";
    }

    /** Nobody learns of what happened to a record that he cannot see, nor more of it than its type is for. */
    private String visible(RowType log) {
        List<EventType> told = events(log).toList();
        String seen = told.stream()
                .filter(event -> !event.gone())
                .flatMap(event -> event.of().stream())
                .distinct()
                .sorted()
                .map(declarations::type)
                .map(type -> "when '%s' then exists (select from (%s) seen where seen.id = line.subject_id)"
                        .formatted(type.name(), rows(type, Set.of(RowType.ID))))
                .collect(Collectors.joining(" ", "case line.subject_type ", " else false end"));
        String subject = told.stream().allMatch(EventType::gone) ? "false" : seen;
        return "(line.type = any(%s) or line.type = any(%s) and %s)"
                .formatted(
                        constants(told.stream().filter(EventType::gone)),
                        constants(told.stream().filter(event -> !event.gone())),
                        subject);
    }

    /** The events of a log of which the caller may be told; none of a type that is no log. */
    Stream<EventType> events(RowType type) {
        return declarations.variants(type).stream().filter(event -> may(event.auth()));
    }

    private static String constants(Stream<EventType> events) {
        return array(events.map(EventType::constant).toList()) + "::text[]";
    }

    private ReadModel model(RowType type) {
        ReadModel model = models.get(type.readModel());
        if (model == null) throw new IllegalStateException("No read model for " + type.name());
        return model;
    }

    void pay(int weight) {
        cost.add(within, weight);
    }

    /** Writes what stands below a response key. */
    <T> T at(ExecutableNormalizedField field, Supplier<T> write) {
        path.addLast(field.getResultKey());
        try {
            return write.get();
        } catch (ClientFault fault) {
            throw fault.path().isEmpty() ? fault.at(List.copyOf(path)) : fault;
        } finally {
            path.removeLast();
        }
    }

    /** Writes what is answered once for each row of a page. */
    <T> T within(Cost.Rows rows, Supplier<T> write) {
        within.add(rows);
        try {
            return write.get();
        } finally {
            within.removeLast();
        }
    }

    List<String> path() {
        return List.copyOf(path);
    }

    /** Whether the caller may select the field here; otherwise the denial is noted. */
    boolean allowed(List<String> types, Declared field) {
        Set<Role> any = field.auth();
        if (any == null || may(any)) return true;
        for (String type : types) denials.add(new Plan.Denial(type, path(), any));
        return false;
    }

    private boolean may(Set<Role> any) {
        return may(any, roles);
    }

    static boolean may(Set<Role> any, Set<Role> roles) {
        return any.contains(Role.GUEST) || any.stream().anyMatch(roles::contains);
    }

    /** An expression for a non-null field: where it might be missing after all, the statement stops with an own SQLSTATE. */
    String required(String expression, String type, boolean proven) {
        return proven || !strict ? expression : "coalesce(" + expression + ", missing_value()::" + type + ")";
    }

    /** What every row tells beside its selection, so that an answer can be walked by its types. */
    Stream<String> told(RowType type) {
        return told(Selections.typename(type.name()));
    }

    /** @param name the name of the row's type, as SQL */
    Stream<String> told(String name) {
        return strict ? Stream.of() : Stream.of(name + " as \"" + Plan.TYPE + "\"");
    }

    boolean proves(RowType type, String column) {
        return catalogue.proves(type.name(), column);
    }

    /** An argument of a field, null when it was not given. */
    static @Nullable Argument argument(ExecutableNormalizedField field, String name) {
        if (!field.getResolvedArguments().containsKey(name)) return null;
        Object resolved = field.getResolvedArguments().get(name);
        for (graphql.language.Argument written : field.getAstArguments())
            if (written.getName().equals(name)) {
                Argument argument = Argument.of(written.getValue(), resolved);
                return argument.isNull() ? null : argument;
            }
        return resolved == null ? null : new Argument.Literal(resolved);
    }

    /** The placeholder of an id that must be of one of these types. */
    String id(Argument argument, List<RowType> expected) {
        List<Object> at = List.copyOf(path);
        String types = expected.stream().map(RowType::name).toList().toString();
        return parameters.bind("id:" + types + argument.key(), "uuid", request -> {
            Object value = argument.value(request);
            try {
                return value == null
                        ? null
                        : NodeId.of(place(at), (String) value, expected, declarations)
                                .id();
            } catch (ClientFault fault) {
                throw fault.at(at);
            }
        });
    }

    /** The placeholder of a value of this type. */
    String value(Argument argument, SqlType type) {
        List<Object> at = List.copyOf(path);
        return parameters.bind(argument.key(), type.name(), request -> {
            try {
                return type.bind(argument.value(request));
            } catch (ClientFault fault) {
                throw fault.at(at);
            }
        });
    }

    /** The placeholder of the blind index of a secret. */
    String blind(Argument secret) {
        return parameters.bind(
                "blind:" + secret.key(),
                "bytea",
                request -> ByteBuffer.wrap(blinding.index(SqlType.text(String.valueOf(secret.value(request))))));
    }

    /** The placeholder of an array with one part of each id of a list of ids. */
    String nodes(Argument ids, String type, Function<NodeId, Object> part) {
        List<Object> at = List.copyOf(path);
        return parameters.bind("nodes:" + ids.key(), type + "[]", request -> {
            Object value = ids.value(request);
            List<?> given = value instanceof List<?> list ? list : List.of(String.valueOf(value));
            if (given.size() > Pages.MOST)
                throw ClientFault.of(ErrorCode.INVALID_PAGE, Pages.MOST).at(at);
            List<Object> parts = new ArrayList<>();
            try {
                for (Object id : given)
                    parts.add(part.apply(NodeId.of(
                            place(at), String.valueOf(id), declarations.types().values(), declarations)));
            } catch (ClientFault fault) {
                throw fault.at(at);
            }
            return SqlType.of(type.equals("uuid") ? "ID" : "String", false).array(parts);
        });
    }

    /** A place in the answer, as a client is told what is wrong there. */
    static String place(List<Object> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    static ClientFault filterFault(String what) {
        return ClientFault.of(ErrorCode.INVALID_FILTER, what);
    }
}
