package org.linli.api.random;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;

/** Which of two values comes first. How texts of a column sort, and in which order an enum's values stand, the database says. */
final class Comparison {
    private record Texts(String collation, String a, String b) {}

    private final Connection database;
    private final Map<String, String> collations = new HashMap<>();
    private final Map<Texts, Integer> texts = new HashMap<>();
    private final Map<String, List<String>> enums = new HashMap<>();

    Comparison(Connection database) {
        this.database = database;
    }

    /** Compares two values of a field, neither of them null. */
    int compare(RowType type, Scalar field, Object a, Object b) {
        List<String> values = field.isEnum() ? enums.computeIfAbsent(field.type(), this::values) : List.of();
        if (!values.isEmpty()) return Integer.compare(values.indexOf(a.toString()), values.indexOf(b.toString()));
        if (field.isEnum() || a instanceof String) return compare(collation(type, field), a.toString(), b.toString());
        return natural(a, b);
    }

    /** Compares two values that have an order of their own. */
    @SuppressWarnings("unchecked")
    static int natural(Object a, Object b) {
        if (a instanceof OffsetDateTime moment) return moment.toInstant().compareTo(((OffsetDateTime) b).toInstant());
        if (a instanceof UUID) return a.toString().compareTo(b.toString());
        return ((Comparable<Object>) a).compareTo(b);
    }

    private int compare(String collation, String a, String b) {
        if (a.equals(b)) return 0;
        return texts.computeIfAbsent(new Texts(collation, a, b), pair -> {
            String sql = "select case when ?::text < ?::text collate %s then -1 else 1 end".formatted(collation);
            try (PreparedStatement statement = database.prepareStatement(sql)) {
                statement.setString(1, a);
                statement.setString(2, b);
                return number(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int number(PreparedStatement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            found.next();
            return found.getInt(1);
        }
    }

    private String collation(RowType type, Scalar field) {
        return collations.computeIfAbsent(
                type.name() + "." + field.name(),
                name -> first("select pg_collation_for(m.%s) from (select) one left join (%s) m on true limit 1"
                        .formatted(field.column(), Rows.model(type, Caller.guest(Fixture.HERE)))));
    }

    /** None where the database keeps them as texts. */
    private List<String> values(String type) {
        String values = first("""
                select coalesce(string_agg(e.enumlabel, ',' order by e.enumsortorder), '')
                  from pg_enum e where e.enumtypid = to_regtype('%s')""".formatted(Words.snake(type)));
        return values.isEmpty() ? List.of() : List.of(values.split(","));
    }

    private String first(String sql) {
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
