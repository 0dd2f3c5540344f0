package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;

import graphql.schema.GraphQLObjectType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.services.Database;
import tools.jackson.databind.JsonNode;

/** Who is answered the clear value of what the contract says is masked. */
final class Masks {
    /** Depends on who asks and hides nothing: it stands in no table. */
    private static final String CONFIRMER = "confirmer";

    private Masks() {}

    /** By {@code Type.field}, the callers of the fixture who see at least one clear value. */
    static Map<String, Set<String>> lifted(Served served, Database place) throws SQLException {
        Ways ways = new Ways(served.schema());
        Map<String, Map<String, String>> clear = clear(served.contract().declarations(), place);
        Map<String, Set<String>> lifted = new TreeMap<>();
        clear.keySet().forEach(field -> lifted.put(field, new TreeSet<>()));
        Set<String> types = new TreeSet<>();
        clear.keySet().forEach(field -> types.add(field.substring(0, field.indexOf('.'))));
        for (Map.Entry<String, Caller> caller : Fixture.callers().entrySet())
            if (HERE.equals(caller.getValue().district()))
                for (String type : types) {
                    GraphQLObjectType rows = served.schema().getObjectType(type);
                    JsonNode data = served.ask(caller.getValue(), ways.to(rows, ways.all(rows)), Map.of())
                            .data();
                    if (data != null)
                        collect(
                                data,
                                type,
                                clear,
                                field -> Objects.requireNonNull(lifted.get(field))
                                        .add(caller.getKey()));
                }
        return lifted;
    }

    private static void collect(
            JsonNode node, String type, Map<String, Map<String, String>> clear, Consumer<String> seen) {
        if (node.path("__typename").asString("").equals(type))
            node.properties().forEach(field -> {
                String id = node.path("id").asString("").replaceFirst(".*_", "");
                Map<String, String> known = clear.getOrDefault(type + "." + field.getKey(), Map.of());
                if (field.getValue().isString() && field.getValue().asString().equals(known.get(id)))
                    seen.accept(type + "." + field.getKey());
            });
        node.forEach(below -> collect(below, type, clear, seen));
    }

    /** What stands in the table, by id: of an identity number, its mask, since clear it stands nowhere. */
    private static Map<String, Map<String, String>> clear(Declarations declarations, Database place)
            throws SQLException {
        Map<String, Map<String, String>> clear = new TreeMap<>();
        try (Connection migrator = place.connectAsMigrator()) {
            for (RowType type : declarations.types().values())
                for (Scalar field :
                        type.fields(Scalar.class).filter(Scalar::masked).toList()) {
                    if (field.name().equals(CONFIRMER)) continue;
                    String column = field.name().equals("identityNumber") ? "identity_mask" : field.column();
                    Map<String, String> values = new HashMap<>();
                    for (String row : Twins.strings(
                            migrator,
                            "select id || '|' || %s from %s where district_id = '%s' and %1$s <> ''"
                                    .formatted(column, type.readModel(), HERE.id()))) {
                        List<String> parts = List.of(row.split("\\|", 2));
                        values.put(parts.getFirst(), parts.getLast());
                    }
                    clear.put(type.name() + "." + field.name(), values);
                }
        }
        return clear;
    }
}
