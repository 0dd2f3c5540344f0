package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;

/** Rows of a connection counted and measured in groups; stretches of the calendar are the district's. */
final class Groups {
    private static final int MOST = 1000;
    private static final int USUAL = 100;

    private final Draft draft;
    private final RowType type;
    private final ExecutableNormalizedField field;
    private final String alias;
    private final String from;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<String> measured = new ArrayList<>();
    private final String group;

    /** @param from the rows under the alias, with their condition */
    Groups(Draft draft, RowType type, ExecutableNormalizedField field, String alias, String from) {
        this.draft = draft;
        this.type = type;
        this.field = field;
        this.alias = alias;
        this.from = from;
        this.group = draft.alias();
        Argument by = Draft.argument(field, "by");
        if (by != null) for (Argument key : by.items()) key(key);
    }

    String sql() {
        Argument given = Draft.argument(field, "first");
        // An explicit null is as good as nothing, and then graphql-java fills in no default.
        Argument first = given == null ? new Argument.Literal(USUAL) : given;
        Slot size = first::value;
        draft.pages.add(new Plan.PageLimit(draft.path(), size, MOST));
        String limit = draft.value(first, SqlType.of("Int", false));
        String members = draft.within(
                request -> size.value(request) instanceof Integer n ? n : 1, () -> members(field, this::member));
        List<String> columns = new ArrayList<>();
        int i = 0;
        for (String key : keys.values()) columns.add(key + " as k" + i++);
        columns.add("count(*) as n");
        columns.addAll(measured);
        return "coalesce((select json_agg(%1$s) from (select %2$s from (select %3$s from %4$s group by %5$s%6$s limit %7$s) %8$s) %1$s), '[]'::json)"
                .formatted(
                        Selections.ROW,
                        members,
                        String.join(", ", columns),
                        from,
                        keys.isEmpty() ? "()" : ordinals(),
                        order(),
                        limit,
                        group);
    }

    private void key(Argument key) {
        String name =
                String.valueOf(Objects.requireNonNull(key.fields().get("field")).sample());
        Declared declared = type.fields().values().stream()
                .filter(each -> Words.snake(each.name()).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
        Argument period = key.fields().get("period");
        String expression =
                expression(declared, period == null || period.isNull() ? null : String.valueOf(period.sample()));
        if (keys.put(declared.name(), expression) != null) throw ClientFault.of(ErrorCode.INVALID_ORDER, name);
    }

    private String expression(Declared declared, @Nullable String period) {
        if (declared instanceof One one) return alias + "." + one.by();
        Scalar scalar = (Scalar) declared;
        String column = alias + "." + scalar.column();
        String stretch = period == null ? "day" : period.toLowerCase(Locale.ROOT);
        return switch (scalar.type()) {
            case "DateTime" ->
                "date_trunc('%s', %s at time zone %s)::date"
                        .formatted(stretch, column, draft.parameters.parameter("zone"));
            case "Date" -> "date_trunc('%s', %s::timestamp)::date".formatted(stretch, column);
            default -> column;
        };
    }

    private String ordinals() {
        List<String> ordinals = new ArrayList<>();
        for (int i = 1; i <= keys.size(); i++) ordinals.add(String.valueOf(i));
        return String.join(", ", ordinals);
    }

    private String order() {
        if (keys.isEmpty()) return "";
        Argument order = Draft.argument(field, "order");
        boolean largest = order != null && "COUNT_DESC".equals(order.sample());
        return " order by " + (largest ? "count(*) desc, " : "") + ordinals();
    }

    private interface Member {
        String of(ExecutableNormalizedField member);
    }

    private String members(ExecutableNormalizedField parent, Member member) {
        return parent.getChildren().stream()
                .map(child -> draft.at(child, () -> member.of(child)) + Selections.as(child))
                .collect(Collectors.joining(", "));
    }

    private String member(ExecutableNormalizedField member) {
        String name = member.getFieldName();
        draft.pay(Cost.FIELD);
        return switch (name) {
            case "__typename" -> Selections.typename(type.name() + "Group");
            case "count" -> group + ".n";
            case "key" -> Selections.object(members(member, this::keyMember));
            default -> Selections.object(members(member, value -> measure(name, value)));
        };
    }

    private String keyMember(ExecutableNormalizedField member) {
        if (member.getFieldName().equals("__typename")) return Selections.typename(type.name() + "GroupKey");
        int i = List.copyOf(keys.keySet()).indexOf(member.getFieldName());
        if (i < 0) return "null::json";
        if (!(type.field(member.getFieldName()) instanceof One one)) return group + ".k" + i;
        String key = group + ".k" + i;
        return draft.selections.row(draft.declarations.type(one.target()), member, other -> other + ".id = " + key);
    }

    private String measure(String measure, ExecutableNormalizedField value) {
        String suffix = Character.toUpperCase(measure.charAt(0)) + measure.substring(1);
        if (value.getFieldName().equals("__typename")) return Selections.typename(type.name() + "Group" + suffix);
        Scalar scalar = (Scalar) type.field(value.getFieldName());
        String aggregate = "%s(%s.%s)".formatted(measure, alias, scalar.column());
        String name = "m" + measured.size();
        measured.add(
                switch (measure) {
                    case "sum" -> aggregate + "::numeric::text as " + name;
                    case "avg" -> aggregate + "::float8 as " + name;
                    default -> SqlType.of(scalar.type(), scalar.isEnum()).json(aggregate) + " as " + name;
                });
        return group + "." + name;
    }
}
