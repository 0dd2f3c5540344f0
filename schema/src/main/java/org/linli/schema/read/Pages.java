package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.RowType;

/**
 * One page of a connection. The rows are read once, in the asked order and up to the page's size (one more when it is
 * asked whether more follow); edges, nodes and cursors are made of them, totals and groups count beside them.
 */
final class Pages {
    static final int USUAL = 20;
    static final int MOST = 100;
    private static final String ARRAY = "array:";

    private final Draft draft;
    private final RowType type;
    private final ExecutableNormalizedField field;
    private final Selections.Link link;
    private final Keyset order;
    private final @Nullable Argument where;
    private final @Nullable Argument after;
    private final @Nullable Argument before;
    private final boolean backward;
    private final Cost.Rows rows;
    private final @Nullable Argument given;

    /** One row of response keys beside each of the page's rows, for each selection of edges or nodes. */
    private final List<String> selections = new ArrayList<>();

    /** The members of the connection that are made of the page's rows, over its one aggregated row {@code p}. */
    private final List<String> aggregates = new ArrayList<>();

    private final String alias;
    private boolean peeks;

    Pages(Draft draft, RowType type, ExecutableNormalizedField field, Selections.Link link) {
        this.draft = draft;
        this.type = type;
        this.field = field;
        this.link = link;
        Argument first = Draft.argument(field, "first");
        Argument last = Draft.argument(field, "last");
        if (first != null && last != null) throw ClientFault.of(ErrorCode.INVALID_PAGE, MOST);
        backward = last != null;
        given = backward ? last : first;
        Slot slot = request -> given == null ? USUAL : given.value(request);
        rows = request -> slot.value(request) instanceof Integer n ? n : USUAL;
        draft.pages.add(new Plan.PageLimit(draft.path(), slot, MOST));
        order = Keyset.of(type, Draft.argument(field, "orderBy"), draft);
        where = Draft.argument(field, "where");
        after = Draft.argument(field, "after");
        before = Draft.argument(field, "before");
        alias = draft.alias();
    }

    /** Bound where it is used: a driver refuses a parameter that no statement mentions. */
    private String size() {
        return given == null ? String.valueOf(USUAL) : draft.value(given, SqlType.of("Int", false));
    }

    static void judge(Plan.PageLimit page, Request request) {
        if (page.size().value(request) instanceof Integer size && size > page.most())
            throw ClientFault.of(ErrorCode.INVALID_PAGE, page.most()).at(List.copyOf(page.path()));
    }

    String sql() {
        List<String> members = new ArrayList<>();
        for (ExecutableNormalizedField member : field.getChildren())
            members.add(draft.at(member, () -> member(member)) + Selections.as(member));
        if (aggregates.isEmpty()) return Selections.object(String.join(", ", members));
        return "(select row_to_json(%1$s) from (select %2$s from (select %3$s from %4$s) p) %1$s)"
                .formatted(
                        Selections.ROW,
                        String.join(", ", members),
                        aggregates.stream().map(this::settled).collect(Collectors.joining(", ")),
                        page());
    }

    private String member(ExecutableNormalizedField member) {
        return switch (member.getFieldName()) {
            case "__typename" -> Selections.typename(type.name() + "Connection");
            case "nodes" ->
                type.numbered()
                        ? arrayOf(draft.within(rows, () -> draft.selections.json(type, member, alias)))
                        : array(draft.within(rows, () -> node(member)));
            case "edges" -> array(draft.within(rows, () -> edge(member)));
            case "pageInfo" -> Selections.object(pageInfo(member));
            case "totalCount" -> {
                draft.pay(Cost.COUNT);
                String all = draft.alias();
                yield "(select count(*) from %s where %s)".formatted(draft.rows(type, all), matching(all));
            }
            case "groups" -> {
                draft.pay(Cost.GROUPS);
                String all = draft.alias();
                String from = draft.rows(type, all) + " where " + matching(all);
                yield new Groups(draft, type, member, all, from).sql();
            }
            default -> throw new IllegalStateException(member.getFieldName());
        };
    }

    private String node(ExecutableNormalizedField node) {
        return draft.selections.columns(type, Selections.on(type, node), alias);
    }

    private String edge(ExecutableNormalizedField edges) {
        return edges.getChildren().stream()
                .map(part -> draft.at(part, () -> edgePart(part)) + Selections.as(part))
                .collect(Collectors.joining(", "));
    }

    private String edgePart(ExecutableNormalizedField part) {
        return switch (part.getFieldName()) {
            case "__typename" -> Selections.typename(type.name() + "Edge");
            case "node" -> draft.selections.json(type, part, alias);
            case "cursor" ->
                order.cursor(
                        draft,
                        order.keys().stream()
                                .map(key -> alias + "." + key.column())
                                .toList());
            default -> throw new IllegalStateException(part.getFieldName());
        };
    }

    private String pageInfo(ExecutableNormalizedField info) {
        return info.getChildren().stream()
                .map(part -> infoPart(part.getFieldName()) + Selections.as(part))
                .collect(Collectors.joining(", "));
    }

    private String infoPart(String name) {
        return switch (name) {
            case "__typename" -> Selections.typename("PageInfo");
            case "hasNextPage" -> more(!backward, before, false);
            case "hasPreviousPage" -> more(backward, after, true);
            case "startCursor" -> end(backward);
            case "endCursor" -> end(!backward);
            default -> throw new IllegalStateException(name);
        };
    }

    /** Whether rows lie beyond this end of the page: those cut off by its size, and those a cursor keeps out. */
    private String more(boolean cut, @Nullable Argument bound, boolean behind) {
        List<String> reasons = new ArrayList<>();
        if (cut) {
            peeks = true;
            reasons.add(aggregate("count(*) > " + size()));
        }
        if (bound != null) {
            String out = draft.alias();
            reasons.add("exists (select 1 from %s where %s and (%s) is not true)"
                    .formatted(draft.rows(type, out), matching(out), order.beyond(draft, bound, out, behind)));
        }
        return reasons.isEmpty() ? "false" : "(" + String.join(" or ", reasons) + ")";
    }

    private String end(boolean lastRead) {
        String count = aggregate("least(count(*), " + size() + ")::int");
        List<String> keys = new ArrayList<>();
        for (Keyset.Key key : order.keys())
            keys.add("(" + aggregate("array_agg(" + alias + "." + key.column() + ")") + ")[" + (lastRead ? count : "1")
                    + "]");
        return "case when %s > 0 then %s end".formatted(count, order.cursor(draft, keys));
    }

    /** The page's rows as a JSON array of objects with these columns. */
    private String array(String columns) {
        // No response key can be this, so the row is never mistaken for one of its columns.
        String name = "\"#" + selections.size() + "\"";
        selections.add(", lateral (select " + columns + ") " + name);
        return "coalesce(" + aggregate(ARRAY + name) + ", '[]'::json)";
    }

    /** The page's rows as a JSON array of these values. */
    private String arrayOf(String json) {
        String name = "\"#" + selections.size() + "\"";
        selections.add(", lateral (select " + json + " as json) " + name);
        return "coalesce(" + aggregate(ARRAY + name + ".json") + ", '[]'::json)";
    }

    /** An array's aggregate can be written only when all members are: whether a row too many is read, it must be cut off. */
    private String settled(String aggregate) {
        if (!aggregate.startsWith(ARRAY)) return aggregate;
        int as = aggregate.indexOf(" as ");
        String column = aggregate.substring(ARRAY.length(), as);
        if (!peeks && !backward) return "json_agg(" + column + ")" + aggregate.substring(as);
        String read = "array_agg(" + column + ")";
        if (peeks) read = "(" + read + ")[1:" + size() + "]";
        return "array_to_json(" + (backward ? "array_reverse(" + read + ")" : read) + ")" + aggregate.substring(as);
    }

    private String aggregate(String expression) {
        for (int i = 0; i < aggregates.size(); i++)
            if (aggregates.get(i).equals(expression + " as a" + i)) return "p.a" + i;
        aggregates.add(expression + " as a" + aggregates.size());
        return "p.a" + (aggregates.size() - 1);
    }

    /** The rows of the page, cut off before anything of their selections is computed. */
    private String page() {
        String row = draft.alias();
        List<String> conditions = new ArrayList<>(List.of(matching(row)));
        if (after != null) conditions.add(order.beyond(draft, after, row, true));
        if (after != null && type.numbered()) conditions.add(order.kept(draft, type, after));
        if (before != null) conditions.add(order.beyond(draft, before, row, false));
        return "(select %s from %s where %s%s limit %s%s) %s%s"
                .formatted(
                        Draft.columns(row, alias),
                        draft.rows(type, row),
                        String.join(" and ", conditions),
                        order.orderBy(row, backward),
                        size(),
                        peeks ? " + 1" : "",
                        alias,
                        String.join("", selections));
    }

    private String matching(String rows) {
        return link.to(rows) + " and " + draft.conditions.of(type, where, rows);
    }
}
