package org.linli.api.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;

/**
 * An order of rows as a client asks for it, by names like STARTS_AT_DESC. Missing values come last in either direction; ties go
 * by id, in the direction of the last name.
 */
record Order(RowType type, List<String> names, Comparison comparison) implements Comparator<Row> {
    static Order of(RowType type, @Nullable Object orderBy, Comparison comparison) {
        List<String> names = new ArrayList<>();
        if (orderBy != null) for (Object name : (List<?>) orderBy) names.add(name.toString());
        return new Order(type, names, comparison);
    }

    /** The values by which a row is ordered; where they depend on who asks, callers have it in different places. */
    List<String> keys(Row row) {
        return names.stream()
                .map(name -> String.valueOf(row.get(field(name).column())))
                .toList();
    }

    @Override
    public int compare(Row a, Row b) {
        boolean descending = false;
        for (String name : names) {
            descending = name.endsWith("_DESC");
            Scalar field = field(name);
            int difference = compare(field, a.get(field.column()), b.get(field.column()), descending);
            if (difference != 0) return difference;
        }
        int difference = a.id().toString().compareTo(b.id().toString());
        return descending ? -difference : difference;
    }

    private int compare(Scalar field, @Nullable Object a, @Nullable Object b, boolean descending) {
        if (a == null || b == null) return Boolean.compare(a == null, b == null);
        int difference = comparison.compare(type, field, a, b);
        return descending ? -difference : difference;
    }

    private Scalar field(String name) {
        String constant = name.substring(0, name.lastIndexOf('_'));
        return type.fields(Scalar.class)
                .filter(field ->
                        Words.snake(field.name()).toUpperCase(Locale.ROOT).equals(constant))
                .findFirst()
                .orElseThrow();
    }
}
