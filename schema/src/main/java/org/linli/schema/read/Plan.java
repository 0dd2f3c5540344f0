package org.linli.schema.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;

/**
 * One compiled operation: a statement and what a request binds to it.
 *
 * @param sql returns one json value, an object with the response keys of the compiled root fields; {@code $1} is the
 *     district, {@code $2} is free for the guard, the slots begin at {@code $3}
 * @param denials fields that the caller's roles may not select; they answer null
 */
public record Plan(String sql, List<Slot> slots, List<PageLimit> pages, Cost cost, List<Denial> denials) {
    /** The key under which rows of a lenient plan tell their type; no response key can be this. */
    public static final String TYPE = "#type";

    /** A field of a type that was asked for and denied; the path holds response keys without list indexes. */
    public record Denial(String type, List<String> path, Set<Role> allowed) {}

    /** The size of a page, to be judged before the statement runs. */
    record PageLimit(List<String> path, Slot size, int most) {}

    /** What a request binds, in order from {@code $3}; a {@link org.linli.schema.ClientFault} where it cannot be bound. */
    public List<@Nullable Object> bind(Request request) {
        List<@Nullable Object> values = new ArrayList<>(slots.size());
        for (Slot slot : slots) values.add(slot.value(request));
        return values;
    }

    /** Refuses pages that are too large. */
    public void judgePages(Request request) {
        for (PageLimit page : pages) Pages.judge(page, request);
    }
}
