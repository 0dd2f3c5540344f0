package org.linli.api.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.District;

/**
 * What opaque cursors mean: a row in an order of its type, in a district. The interpreter tells places by name; where the
 * compiled answer has a cursor, the two are held to each other, and from then on the cursor can be given as an argument.
 */
final class Cursors {
    /** A cursor to continue from. */
    record Known(String cursor, String type, List<String> order) {}

    private record Place(District district, Order order, Row row) {}

    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> cursorOf = new HashMap<>();
    private final Map<String, String> nameOf = new HashMap<>();
    private final Map<District, List<Known>> known = new HashMap<>();

    /** The name of a row's place in an order. */
    String name(District district, Order order, Row row) {
        String name = "place %s %s %s %s".formatted(district.code(), order.names(), order.keys(row), row.node());
        places.putIfAbsent(name, new Place(district, order, row));
        return name;
    }

    /** The row at a cursor that the compiled side gave. */
    @Nullable
    Row place(@Nullable Object cursor) {
        if (cursor == null) return null;
        String name = nameOf.get((String) cursor);
        Place place = name == null ? null : places.get(name);
        if (place == null) throw new IllegalArgumentException("a cursor from nowhere: " + cursor);
        return place.row();
    }

    /** Whether the cursor stands for the place and for no other, and the place has no other cursor. */
    boolean agree(String name, String cursor) {
        Place place = places.get(name);
        if (place == null) return false;
        String otherName = nameOf.putIfAbsent(cursor, name);
        String otherCursor = cursorOf.putIfAbsent(name, cursor);
        if (otherName == null && otherCursor == null)
            known.computeIfAbsent(place.district(), district -> new ArrayList<>())
                    .add(new Known(
                            cursor, place.row().type().name(), place.order().names()));
        return (otherName == null || otherName.equals(name)) && (otherCursor == null || otherCursor.equals(cursor));
    }

    /** The cursors of a district seen so far. */
    List<Known> known(@Nullable District district) {
        return district == null ? List.of() : known.getOrDefault(district, List.of());
    }
}
