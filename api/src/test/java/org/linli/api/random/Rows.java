package org.linli.api.random;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.api.fixture.Fixture;
import org.linli.schema.Caller;
import org.linli.schema.Quota;
import org.linli.schema.Role;
import org.linli.schema.Statements;
import org.linli.schema.contract.RowType;

/** All rows that a caller sees, by type: the read models with their open places filled in as text. Each is read once. */
final class Rows {
    static final String LOCALE = "en";

    private static final Pattern OPEN = Pattern.compile(
            "--[^\\n]*|'(?:[^']|'')*'|::|:(?<name>[a-z]+)|\\b(?<function>has_role|has_part|sees|is_own|own)\\((?<arguments>[^()]*)\\)");
    private static final Pattern RULE = Pattern.compile("\\brule\\((\\w+)\\)");
    private static final Pattern ROLE = Pattern.compile("'([A-Z_]+)'");

    private final Connection database;
    private final IdentityHashMap<Caller, Map<String, List<Row>>> known = new IdentityHashMap<>();

    Rows(Connection database) {
        this.database = database;
    }

    List<Row> of(RowType type, Caller caller) {
        return known.computeIfAbsent(caller, each -> new HashMap<>())
                .computeIfAbsent(type.name(), name -> read(type, caller));
    }

    /** The read model of a type as plain SQL. */
    static String model(RowType type, Caller caller) {
        String whole = RULE.matcher(Fixture.text("/read/" + type.readModel() + ".sql"))
                .replaceAll(rule -> java.util.regex.Matcher.quoteReplacement(
                        "(" + Fixture.text("/rule/" + rule.group(1) + ".sql") + ")"));
        return OPEN.matcher(whole).replaceAll(open -> java.util.regex.Matcher.quoteReplacement(filled(open, caller)));
    }

    private static String filled(MatchResult open, Caller caller) {
        if (open.group().startsWith("--")) return "";
        String function = open.group("function");
        if (function == null) {
            String name = open.group("name");
            return name == null ? open.group() : parameter(name, caller);
        }
        String arguments = open.group("arguments");
        String column = arguments.split(",")[0].strip();
        List<Role> held = ROLE.matcher(arguments)
                .results()
                .map(role -> Role.valueOf(role.group(1)))
                .filter(caller.roles()::contains)
                .toList();
        return switch (function) {
            case "has_role" -> String.valueOf(!held.isEmpty());
            case "has_part" -> String.valueOf(caller.isAny(Role.PART));
            case "sees" ->
                held.stream().allMatch(Role::territorial)
                        ? column + " = any(" + of(caller.grids(), held) + ")"
                        : "true";
            case "is_own" -> column + " = any(" + of(caller.own(), held) + ")";
            default -> of(caller.own(), held);
        };
    }

    private static String of(Map<Role, Set<UUID>> ids, List<Role> held) {
        return held.stream()
                .flatMap(role -> ids.getOrDefault(role, Set.of()).stream())
                .map(id -> "'" + id + "'")
                .collect(Collectors.joining(", ", "array[", "]::uuid[]"));
    }

    private static String parameter(String name, Caller caller) {
        return switch (name) {
            case "district" -> "'" + district(caller) + "'::uuid";
            case "subject" -> caller.subject() == null ? "null::uuid" : "'" + caller.subject() + "'::uuid";
            case "locale" -> "'" + LOCALE + "'::text";
            case "zone" -> "'" + zone(caller) + "'::text";
            case "quota" -> {
                Quota quota = caller.district() == null
                        ? Quota.USUAL
                        : caller.district().quota();
                yield "array[%d, %d, %d, %d, %d]::bigint[]"
                        .formatted(
                                quota.requestsPerSecond(),
                                quota.requestsAtOnce(),
                                quota.costPerSecond(),
                                quota.storageBytes(),
                                quota.streams());
            }
            case "roles" ->
                caller.roles().stream()
                        .map(role -> "'" + role + "'")
                        .sorted()
                        .collect(Collectors.joining(", ", "array[", "]::text[]"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    static String zone(Caller caller) {
        return caller.district() == null ? "UTC" : caller.district().zone().getId();
    }

    private static UUID district(Caller caller) {
        return caller.district() == null
                ? Statements.NO_DISTRICT
                : caller.district().id();
    }

    private List<Row> read(RowType type, Caller caller) {
        try (Statement statement = database.createStatement()) {
            statement.execute("set linli.district = '" + district(caller) + "'");
            try (ResultSet found = statement.executeQuery("select * from (" + model(type, caller) + ") m")) {
                List<Row> rows = new ArrayList<>();
                while (found.next()) rows.add(row(type, found));
                return rows;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(type.name(), e);
        }
    }

    private static Row row(RowType type, ResultSet found) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++)
            row.put(columns.getColumnName(i), value(found, i, columns.getColumnTypeName(i)));
        return new Row(type, row);
    }

    private static @Nullable Object value(ResultSet found, int i, String type) throws SQLException {
        if (type.equals("timestamptz")) return found.getObject(i, OffsetDateTime.class);
        if (type.equals("date")) return found.getObject(i, java.time.LocalDate.class);
        if (type.equals("time")) return found.getObject(i, LocalTime.class);
        Object value = found.getObject(i);
        return value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value;
    }
}
