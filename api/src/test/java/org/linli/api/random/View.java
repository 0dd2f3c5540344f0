package org.linli.api.random;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;

/** The district as one caller sees it: its rows, what relates them, and which of them fulfil a filter. */
record View(Caller caller, Declarations declarations, Rows rows, Comparison comparison) {
    List<Row> all(RowType type) {
        return rows.of(type, caller);
    }

    List<Row> all(String type) {
        return all(declarations.type(type));
    }

    /** The row of a type with an id, null where the caller sees none. */
    @Nullable
    Row find(String type, @Nullable Object id) {
        if (id == null) return null;
        // A guest's row of Me has no id.
        return all(type).stream()
                .filter(row -> id.equals(row.get("id")))
                .findFirst()
                .orElse(null);
    }

    /** The row that a row's relation leads to; for an interface or union, of the type that the row names. */
    @Nullable
    Row one(Row row, One one) {
        Object type = one.type() == null ? one.target() : row.get(one.type());
        boolean possible = declarations.possible(one.target()).stream()
                .anyMatch(each -> each.name().equals(type));
        return possible ? find((String) Objects.requireNonNull(type), row.get(one.by())) : null;
    }

    List<Row> many(Row row, Many many) {
        return all(many.target()).stream()
                .filter(other -> row.id().equals(other.get(many.by())))
                .toList();
    }

    /** Whether a row fulfils all conditions of a filter. */
    boolean fulfils(Row row, @Nullable Object filter) {
        return conditions(filter).allMatch(condition -> fulfils(row, condition.getKey(), condition.getValue()));
    }

    private boolean fulfils(Row row, String name, Object condition) {
        return switch (name) {
            case "and" -> items(condition).allMatch(each -> fulfils(row, each));
            case "or" -> items(condition).anyMatch(each -> fulfils(row, each));
            case "not" -> !fulfils(row, condition);
            default -> fulfils(row, row.type().field(name), condition);
        };
    }

    private boolean fulfils(Row row, Declared field, Object condition) {
        return switch (field) {
            case Scalar scalar ->
                conditions(condition).allMatch(operator -> holds(row, scalar, operator.getKey(), operator.getValue()));
            case One one -> {
                Row other = one(row, one);
                yield other != null && fulfils(other, condition);
            }
            case Many many ->
                conditions(condition)
                        .allMatch(quantified -> quantified.getKey().equals("some")
                                == many(row, many).stream().anyMatch(other -> fulfils(other, quantified.getValue())));
            case Declared.Root root -> throw new IllegalArgumentException(root.name());
        };
    }

    private boolean holds(Row row, Scalar field, String operator, Object operand) {
        Object value = field.type().equals("ID") ? row.node() : row.get(field.column());
        if (operator.equals("isNull")) return operand.equals(value == null);
        if (value == null) return operator.equals("ne");
        return switch (operator) {
            case "eq" -> same(value, operand);
            case "ne" -> !same(value, operand);
            case "in" -> items(operand).anyMatch(each -> same(value, each));
            case "has" -> ((List<?>) value).contains(operand);
            case "contains" -> value.toString().contains(operand.toString());
            case "startsWith" -> value.toString().startsWith(operand.toString());
            case "lt" -> comparison.compare(row.type(), field, value, operand) < 0;
            case "lte" -> comparison.compare(row.type(), field, value, operand) <= 0;
            case "gt" -> comparison.compare(row.type(), field, value, operand) > 0;
            case "gte" -> comparison.compare(row.type(), field, value, operand) >= 0;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Whether a column holds what a client wrote. */
    private static boolean same(Object value, Object operand) {
        if (operand instanceof java.util.Locale language) return value.equals(language.toLanguageTag());
        return value instanceof String ? value.equals(operand.toString()) : Comparison.natural(value, operand) == 0;
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map.Entry<String, Object>> conditions(@Nullable Object filter) {
        return filter == null ? Stream.of() : ((Map<String, Object>) filter).entrySet().stream();
    }

    private static Stream<?> items(Object list) {
        return ((List<?>) list).stream();
    }

    /** Whether the caller holds one of the roles that may select a field. */
    boolean allows(Declared field) {
        return field.auth() == null || field.auth().contains(org.linli.schema.Role.GUEST) || caller.isAny(field.auth());
    }

    /** The row of any type whose id on the wire this is, null where the caller sees none. */
    @Nullable
    Row node(String id) {
        return declarations.types().values().stream()
                .filter(type -> id.equals(type.prefix() + id.substring(id.length() - 37)))
                .findFirst()
                .map(type -> find(type.name(), UUID.fromString(id.substring(id.length() - 36))))
                .orElse(null);
    }
}
