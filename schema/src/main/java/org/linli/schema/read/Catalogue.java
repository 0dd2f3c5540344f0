package org.linli.schema.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.linli.schema.Role;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared;
import org.linli.schema.contract.Declared.Many;
import org.linli.schema.contract.Declared.One;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;

/**
 * What the database says of the read models, asked once at start: that every declared field has its column, of its type,
 * and which columns can never be null because a table says so. A non-null field that is not proven is guarded.
 *
 * @param proven names of columns that are never null, by type
 */
public record Catalogue(Map<String, Set<String>> proven) {
    private static final Map<String, Set<String>> SPELLINGS = Map.of(
            "bigint", Set.of("int8"),
            "text", Set.of("text", "varchar", "bpchar"),
            "int", Set.of("int4", "int2"),
            "boolean", Set.of("bool"));

    private record Column(String type, boolean neverNull) {}

    boolean proves(String type, String column) {
        return proven.getOrDefault(type, Set.of()).contains(column);
    }

    /**
     * Holds every declared type against its read model on the class path.
     *
     * @throws IllegalStateException naming every field without a fitting column
     */
    public static Catalogue of(Declarations declarations, Connection database) throws SQLException {
        return of(declarations, Compiler.readModels(declarations), database);
    }

    static Catalogue of(Declarations declarations, Map<String, ReadModel> models, Connection database)
            throws SQLException {
        Map<String, Map<String, Column>> columns = new TreeMap<>();
        for (RowType type : declarations.types().values())
            columns.put(type.name(), columns(Objects.requireNonNull(models.get(type.readModel())), type, database));
        List<String> wrong = new ArrayList<>();
        Check check = new Check(declarations, columns, enums(database), wrong);
        declarations.types().values().forEach(check::type);
        declarations.roots().values().forEach(check::root);
        for (RowType outcome : declarations.outcomes().values()) prepare(outcome, database, wrong);
        for (EventType event : declarations.events().values())
            if (!event.own().fields().isEmpty()) prepare(event.own(), database, wrong);
        if (!wrong.isEmpty())
            throw new IllegalStateException("The contract and its read models disagree:\n" + String.join("\n", wrong));
        Map<String, Set<String>> proven = new TreeMap<>();
        columns.forEach((type, each) -> {
            Set<String> never = new HashSet<>();
            each.forEach((name, column) -> {
                if (column.neverNull()) never.add(name);
            });
            proven.put(type, never);
        });
        return new Catalogue(proven);
    }

    private record Check(
            Declarations declarations,
            Map<String, Map<String, Column>> columns,
            Map<String, Set<String>> enums,
            List<String> wrong) {
        void type(RowType type) {
            column(type, "id", "id", "uuid");
            for (Declared field : type.fields().values()) {
                switch (field) {
                    case Scalar scalar -> scalar(type, scalar);
                    case One one -> {
                        column(type, one.name(), one.by(), "uuid");
                        if (one.type() != null) column(type, one.name(), one.type(), "text");
                        else if (declarations.isAbstract(one.target()))
                            wrong.add("  %s.%s: an interface or union needs a column with the type"
                                    .formatted(type.name(), one.name()));
                    }
                    case Many many -> column(declarations.type(many.target()), many.name(), many.by(), "uuid");
                    case Root root -> throw new IllegalStateException(root.name());
                }
            }
        }

        private void scalar(RowType type, Scalar scalar) {
            if (scalar.type().equals("Cursor")) {
                column(type, scalar.name(), type.by(), "bigint");
                return;
            }
            String expected = SqlType.of(scalar.type(), scalar.isEnum()).name();
            column(type, scalar.name(), scalar.column(), scalar.list() ? expected + "[]" : expected);
            if (!scalar.isEnum()) return;
            Set<String> declared = declarations.valuesOf(scalar.type());
            Set<String> stored = enums.getOrDefault(expected, Set.of());
            if (!expected.equals("text") && !declared.equals(stored))
                wrong.add("  %s.%s: the contract knows %s, the database %s"
                        .formatted(type.name(), scalar.name(), declared, stored));
        }

        void root(Root root) {
            if (root.by() == null) return;
            column(declarations.type(root.target()), root.name(), root.by(), root.blind() ? "bytea" : "uuid");
            if (root.blind())
                column(declarations.type(root.target()), root.name(), root.by() + Root.REVEALED, "boolean");
        }

        private void column(RowType type, String field, String column, String expected) {
            Column found = columns.getOrDefault(type.name(), Map.of()).get(column);
            if (found == null)
                wrong.add("  %s.%s: read/%s.sql has no column %s"
                        .formatted(type.name(), field, type.readModel(), column));
            else if (!fits(expected, found.type()))
                wrong.add("  %s.%s: column %s of read/%s.sql is %s, not %s"
                        .formatted(type.name(), field, column, type.readModel(), found.type(), expected));
        }

        private static boolean fits(String expected, String found) {
            if (expected.endsWith("[]"))
                return found.startsWith("_") && fits(expected.substring(0, expected.length() - 2), found.substring(1));
            return SPELLINGS.getOrDefault(expected, Set.of(expected)).contains(found);
        }
    }

    private static Map<String, Column> columns(ReadModel model, RowType type, Connection database) throws SQLException {
        try (PreparedStatement rows = database.prepareStatement(model.sql(NOBODY))) {
            ResultSetMetaData described = rows.getMetaData();
            Map<String, Column> columns = new HashMap<>();
            for (int i = 1; i <= described.getColumnCount(); i++) {
                boolean neverNull = described.isNullable(i) == ResultSetMetaData.columnNoNulls;
                columns.put(described.getColumnName(i), new Column(described.getColumnTypeName(i), neverNull));
            }
            return columns;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "read/%s.sql of %s cannot be prepared: %s".formatted(type.readModel(), type.name(), e.getMessage()),
                    e);
        }
    }

    /** An outcome comes from no table, but the types of its columns have to exist. */
    private static void prepare(RowType outcome, Connection database, List<String> wrong) throws SQLException {
        String row = "select * from json_to_record('{}') as t(" + Selections.definition(outcome) + ")";
        try (PreparedStatement prepared = database.prepareStatement(row)) {
            prepared.getMetaData();
        } catch (SQLException e) {
            wrong.add("  " + outcome.name() + ": " + e.getMessage());
        }
    }

    private static Map<String, Set<String>> enums(Connection database) throws SQLException {
        String labels = "select t.typname, e.enumlabel from pg_type t join pg_enum e on e.enumtypid = t.oid";
        Map<String, Set<String>> enums = new HashMap<>();
        try (PreparedStatement statement = database.prepareStatement(labels);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next())
                enums.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                        .add(rows.getString(2));
        }
        return enums;
    }

    /** Fills a read model so that it can be described; it is never run. */
    private static final ReadModel.Filling NOBODY = new ReadModel.Filling() {
        @Override
        public String parameter(String name) {
            return switch (name) {
                case "district", "subject" -> "null::uuid";
                case "quota" -> "null::bigint[]";
                case "roles" -> "null::text[]";
                default -> "null::text";
            };
        }

        // Not "true": the whole of a read model is to be described, not what is left for somebody.
        @Override
        public String hasRole(List<Role> roles) {
            return "(true)";
        }

        @Override
        public String sees(String column, List<Role> roles) {
            return "(" + column + " is not null)";
        }

        @Override
        public String isOwn(String column, List<Role> roles) {
            return sees(column, roles);
        }

        @Override
        public String own(List<Role> roles) {
            return "'{}'::uuid[]";
        }
    };
}
