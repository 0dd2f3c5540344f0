package org.linli.schema.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;

/** Filters as SQL. Every value is bound; a comparison with a missing value is false, and its negation true. */
final class Conditions {
    private static final Map<String, String> COMPARISONS =
            Map.of("eq", "=", "ne", "is distinct from", "lt", "<", "lte", "<=", "gt", ">", "gte", ">=");
    private static final int LONGEST_LIST = 1000;
    /** Above every text in code point order, save those that begin with it. */
    private static final String HIGHEST = new String(Character.toChars(Character.MAX_CODE_POINT));

    private final Draft draft;

    Conditions(Draft draft) {
        this.draft = draft;
    }

    /** The condition on rows of the type under this alias; {@code true} where nothing is asked. */
    String of(RowType type, @Nullable Argument filter, String alias) {
        if (filter == null) return "true";
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Argument> entry : filter.fields().entrySet()) {
            String name = entry.getKey();
            Argument argument = given(name, entry.getValue());
            draft.pay(Cost.CONDITION);
            all.add(
                    switch (name) {
                        case "and" -> each(type, argument, alias, " and ");
                        case "or" -> each(type, argument, alias, " or ");
                        case "not" -> "(" + of(type, argument, alias) + ") is not true";
                        default -> field(type, type.field(name), argument, alias);
                    });
        }
        return all.isEmpty() ? "true" : String.join(" and ", all);
    }

    private String each(RowType type, Argument argument, String alias, String joined) {
        if (argument.items().isEmpty()) throw Draft.filterFault(joined.strip() + ": []");
        return argument.items().stream()
                .map(item -> "(" + of(type, item, alias) + ")")
                .collect(Collectors.joining(joined, "(", ")"));
    }

    private String field(RowType type, Declared field, Argument argument, String alias) {
        return switch (field) {
            case Scalar scalar -> scalar(type, scalar, argument, alias);
            case One one -> {
                if (draft.declarations.isAbstract(one.target())) yield byId(one, argument, alias);
                RowType target = draft.declarations.type(one.target());
                yield related(target, argument, other -> other + ".id = " + alias + "." + one.by());
            }
            case Many many -> {
                RowType target = draft.declarations.type(many.target());
                List<String> all = new ArrayList<>();
                argument.fields().forEach((quantifier, condition) -> {
                    String exists = related(
                            target,
                            given(quantifier, condition),
                            other -> other + "." + many.by() + " = " + alias + ".id");
                    all.add(quantifier.equals("none") ? "not " + exists : exists);
                });
                yield all.isEmpty() ? "true" : String.join(" and ", all);
            }
            case Declared.Root root -> throw new IllegalStateException(root.name());
        };
    }

    /** A row of any type: its id says which. */
    private String byId(One one, Argument argument, String alias) {
        List<String> all = new ArrayList<>();
        argument.fields()
                .forEach((id, comparisons) -> given(id, comparisons).fields().forEach((operator, value) -> {
                    draft.pay(Cost.CONDITION);
                    all.add(comparison(
                            draft.declarations.possible(one.target()),
                            alias + "." + one.by(),
                            SqlType.of("ID", false),
                            operator,
                            given(operator, value)));
                }));
        return all.isEmpty() ? "true" : String.join(" and ", all);
    }

    private interface Link {
        String to(String other);
    }

    private String related(RowType target, Argument argument, Link link) {
        draft.pay(Cost.RELATED_CONDITION);
        String other = draft.alias();
        return "exists (select 1 from %s where %s and %s)"
                .formatted(draft.rows(target, other), link.to(other), of(target, argument, other));
    }

    private String scalar(RowType of, Scalar field, Argument comparisons, String alias) {
        String column = alias + "." + field.column();
        SqlType type = SqlType.of(field.type(), field.isEnum());
        List<String> all = new ArrayList<>();
        comparisons.fields().forEach((operator, argument) -> {
            draft.pay(Cost.CONDITION);
            all.add(comparison(List.of(of), column, type, operator, given(operator, argument)));
        });
        return all.isEmpty() ? "true" : String.join(" and ", all);
    }

    private String comparison(List<RowType> of, String column, SqlType type, String operator, Argument argument) {
        return switch (operator) {
            case "isNull" -> "(" + column + " is null) = " + draft.value(argument, SqlType.of("Boolean", false));
            case "in" -> column + " = any(" + list(of, argument, type) + ")";
            case "has" -> draft.value(argument, type) + " = any(" + column + ")";
            case "contains" -> "strpos(" + column + ", " + draft.value(argument, type) + ") > 0";
            case "startsWith" -> startsWith(column, argument);
            default -> column + " " + Objects.requireNonNull(COMPARISONS.get(operator)) + " " + one(of, argument, type);
        };
    }

    private String one(List<RowType> of, Argument argument, SqlType type) {
        return type.form() == SqlType.Form.UUID ? draft.id(argument, of) : draft.value(argument, type);
    }

    /** Under row-level security only a range is an index condition, and only in code point order is a prefix a range. */
    private String startsWith(String column, Argument argument) {
        String key = "startsWith:" + argument.key();
        String from = draft.parameters.bind(key, "text", request -> SqlType.text(text(argument, request)));
        String to = draft.parameters.bind(key + "<", "text", request -> after(text(argument, request)));
        return "(%1$s collate \"C\" >= %2$s and %1$s collate \"C\" < %3$s)".formatted(column, from, to);
    }

    private static String text(Argument argument, Request request) {
        return String.valueOf(argument.value(request));
    }

    /** The smallest text in code point order that is above all texts with this prefix. */
    static String after(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return HIGHEST.repeat(4);
    }

    private String list(List<RowType> of, Argument argument, SqlType type) {
        List<Object> at = List.copyOf(draft.path());
        return draft.parameters.bind(
                "in:" + of.stream().map(RowType::name).toList() + argument.key(), type.name() + "[]", request -> {
                    Object value = argument.value(request);
                    List<?> values = value instanceof List<?> list ? list : List.of(Objects.requireNonNull(value));
                    if (values.size() > LONGEST_LIST)
                        throw Draft.filterFault("in: > " + LONGEST_LIST).at(at);
                    List<Object> bound = new ArrayList<>();
                    for (Object item : values) {
                        if (item == null) throw Draft.filterFault("in: [null]").at(at);
                        try {
                            bound.add(Objects.requireNonNull(
                                    type.form() == SqlType.Form.UUID
                                            ? NodeId.of(Draft.place(at), (String) item, of, draft.declarations)
                                                    .id()
                                            : type.bind(item)));
                        } catch (ClientFault fault) {
                            throw fault.at(at);
                        }
                    }
                    return type.array(bound);
                });
    }

    /** Null in a filter is refused: taken as "no condition" it would show more than was asked for. */
    private Argument given(String name, Argument argument) {
        if (argument.isNull()) throw ClientFault.of(ErrorCode.INVALID_FILTER, name + ": null");
        return argument;
    }
}
