package org.linli.api.random;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of rows.
 *
 * @param matching all rows that fulfil the filter, on whatever page
 * @param rows those of this page, in order
 * @param next whether rows follow
 * @param previous whether rows come before
 */
record Page(Order order, List<Row> matching, List<Row> rows, boolean next, boolean previous) {
    private static final int USUAL = 20;

    /** The page that these arguments ask for, of related rows. */
    static Page of(List<Row> related, Map<String, Object> arguments, Order order, View view, Cursors cursors) {
        List<Row> matching = related.stream()
                .filter(row -> view.fulfils(row, arguments.get("where")))
                .sorted(order)
                .toList();
        Row after = cursors.place(arguments.get("after"));
        Row before = cursors.place(arguments.get("before"));
        List<Row> between = matching.stream()
                .filter(row -> after == null || order.compare(row, after) > 0)
                .filter(row -> before == null || order.compare(row, before) < 0)
                .toList();
        boolean keptOutBehind = before != null && matching.stream().anyMatch(row -> order.compare(row, before) >= 0);
        boolean keptOutAhead = after != null && matching.stream().anyMatch(row -> order.compare(row, after) <= 0);
        if (arguments.get("last") instanceof Integer last) {
            int from = Math.max(0, between.size() - last);
            List<Row> rows = between.subList(from, between.size());
            return new Page(order, matching, rows, keptOutBehind, from > 0 || keptOutAhead);
        }
        int first = arguments.get("first") instanceof Integer given ? given : USUAL;
        List<Row> rows = between.subList(0, Math.min(first, between.size()));
        return new Page(order, matching, rows, between.size() > first || keptOutBehind, keptOutAhead);
    }

    @Nullable
    Row firstRow() {
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Nullable
    Row lastRow() {
        return rows.isEmpty() ? null : rows.getLast();
    }
}
