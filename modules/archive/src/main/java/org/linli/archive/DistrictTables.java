package org.linli.archive;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * All tables of the database, and what becomes of each when a district leaves: {@code archive/tables.txt}. A partitioned table stands for its
 * partitions.
 */
public final class DistrictTables {
    /** The registry itself: of it a district has one row. */
    static final String REGISTRY = "district";

    /** Clients belong to the district in which they are at home. */
    private static final String CLIENTS = "client_registration";

    /** Those that stay with the registry, in whichever cell the district lives. */
    private static final Set<String> AT_HOME =
            Set.of("archive", "city_figure", "deletion", "district_quota", "district_size", "membership");

    /** Those that tell of this moment only: who is connected. */
    private static final Set<String> PASSING = Set.of("stream");

    enum Treatment {
        ROWS,
        OMITTED,
        KEPT,
        SHARED
    }

    /** @param reason why its rows do not travel; empty where they do */
    record Table(String name, Treatment treatment, String reason) {
        private static Table of(String line) {
            String[] words = line.split("\\s+", 3);
            return new Table(
                    words[0], Treatment.valueOf(words[1].toUpperCase(Locale.ROOT)), words.length > 2 ? words[2] : "");
        }
    }

    private static final Map<String, Table> KNOWN = read();

    private static final String TABLES = """
            select c.relname
              from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
             order by c.relname
            """;

    private static final String DISTRICTS = """
            select a.attrelid::regclass::text
              from pg_attribute a
             where a.attname = 'district_id' and not a.attisdropped
            """;

    private static final String ACCOUNTS = """
            select format('%I.%I', c.relname, a.attname)
              from pg_attribute a
              join pg_class c on c.oid = a.attrelid
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
               and a.attname ~ 'subject$' and a.atttypid = 'uuid'::regtype
             order by 1
            """;

    /** A table that refers to itself needs no order: PostgreSQL looks at the end of the statement. */
    private static final String REFERENCES = """
            select k.conrelid::regclass::text, k.confrelid::regclass::text
              from pg_constraint k
             where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid
            """;

    private DistrictTables() {}

    private static Map<String, Table> read() {
        Map<String, Table> known = new LinkedHashMap<>();
        text().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Table::of)
                .forEach(table -> known.put(table.name(), table));
        return known;
    }

    private static String text() {
        try (InputStream file =
                Objects.requireNonNull(DistrictTables.class.getResourceAsStream("/archive/tables.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What does not travel, and why. */
    static List<Table> omitted() {
        return KNOWN.values().stream()
                .filter(table -> table.treatment() == Treatment.OMITTED)
                .toList();
    }

    /** Tables that the list does not know, and those it knows that are not there. */
    public static Set<String> differences(Connection database) throws SQLException {
        Set<String> there = new TreeSet<>(column(database, TABLES));
        Set<String> differences = new TreeSet<>(there);
        differences.removeAll(KNOWN.keySet());
        KNOWN.keySet().stream().filter(name -> !there.contains(name)).forEach(differences::add);
        return differences;
    }

    /** Tables whose rows travel, those that others refer to first. */
    static List<String> travelling(Connection database) throws SQLException {
        return inOrder(database).stream()
                .filter(name -> treatment(name) == Treatment.ROWS)
                .toList();
    }

    /** Columns that name accounts, of tables whose rows travel, as {@code table.column}. */
    static List<String> accounts(Connection database) throws SQLException {
        return column(database, ACCOUNTS).stream()
                .filter(column -> treatment(column.substring(0, column.indexOf('.'))) == Treatment.ROWS)
                .toList();
    }

    /** Tables whose rows of a district are erased, those that refer to others first: what is not known has to go, too. */
    static List<String> erased(Connection database) throws SQLException {
        List<String> districts = column(database, DISTRICTS);
        return inOrder(database).reversed().stream()
                .filter(districts::contains)
                .filter(name -> treatment(name) != Treatment.KEPT)
                .toList();
    }

    /** Tables whose rows go with a district from cell to cell, those that others refer to first. */
    static List<String> moving(Connection database) throws SQLException {
        return left(database).reversed().stream()
                .filter(name -> !PASSING.contains(name))
                .toList();
    }

    /** Tables of which nothing is left where a district has gone from, those that refer to others first. */
    static List<String> left(Connection database) throws SQLException {
        List<String> districts = column(database, DISTRICTS);
        return inOrder(database).reversed().stream()
                .filter(name -> (districts.contains(name) && !AT_HOME.contains(name)) || name.equals(CLIENTS))
                .toList();
    }

    /** The column by which rows of a table belong to a district. */
    static String whose(String table) {
        return table.equals(CLIENTS) ? "home_id" : "district_id";
    }

    /** Of rows of a table those that go along: how a client of another district was granted once stays behind. */
    static String coming(String table) {
        return table.equals("client")
                ? "exists (select from client_registration r where r.id = t.registration_id and r.home_id = t.district_id)"
                : "true";
    }

    private static Treatment treatment(String name) {
        Table table = KNOWN.get(name);
        return table == null ? Treatment.OMITTED : table.treatment();
    }

    private static List<String> inOrder(Connection database) throws SQLException {
        List<String> waiting = column(database, TABLES);
        Map<String, Set<String>> references = references(database);
        List<String> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<String> next = waiting.stream()
                    .filter(name -> waiting.stream().noneMatch(references.getOrDefault(name, Set.of())::contains))
                    .collect(toCollection(ArrayList::new));
            if (next.isEmpty()) throw new IllegalStateException("tables refer to each other in a circle: " + waiting);
            ordered.addAll(next);
            waiting.removeAll(next);
        }
        return ordered;
    }

    private static Map<String, Set<String>> references(Connection database) throws SQLException {
        Map<String, Set<String>> references = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(REFERENCES)) {
            while (rows.next())
                references
                        .computeIfAbsent(rows.getString(1), name -> new HashSet<>())
                        .add(rows.getString(2));
        }
        return references;
    }

    private static List<String> column(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }
}
