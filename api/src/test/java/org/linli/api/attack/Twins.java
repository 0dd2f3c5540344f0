package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;
import org.linli.services.Database;

/**
 * Two databases with the same rows of {@link Fixture#HERE}; in one of them {@link Fixture#THERE} has no row. Whatever is asked or done
 * here is answered alike by both, to the last count and error, or something of there has come through. Where it has rows, its texts end
 * with {@link #MARK}.
 */
final class Twins implements AutoCloseable {
    /** In every text of the other district that can hold it. */
    static final String MARK = "zq990101";

    private static final Limits WIDE = new Limits(60, 1000, 100, 20_000, 100_000_000_000L, 1_000_000_000L);

    /** What else than texts the fixture numbers, for who holds a role by rows. */
    private static final Map<Role, String> OWN = Map.of(
            Role.RESIDENT, "resident",
            Role.MERCHANT, "merchant",
            Role.UNIT_CONTACT, "unit",
            Role.VOLUNTEER, "volunteer",
            Role.SERVING_MEMBER, "member",
            Role.PROPERTY_MANAGER, "property");

    final Served both;
    final Served alone;
    private final Connection ofBoth;
    private final Connection ofAlone;
    private final List<String> tables;
    private final List<String> unmarked = new ArrayList<>();

    Twins() throws SQLException {
        Contract contract = Contract.load();
        Database first = Fixture.fill();
        Database second = Fixture.fill();
        ofBoth = first.connectAsMigrator();
        ofAlone = second.connectAsMigrator();
        tables = strings(ofBoth, """
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
                 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1""");
        mark();
        empty();
        both = new Served(contract, first, WIDE);
        alone = new Served(contract, second, WIDE);
    }

    /** Tables whose rows are of districts. */
    List<String> tables() {
        return tables;
    }

    /** Columns of texts whose own rules let no mark in. */
    List<String> unmarked() {
        return unmarked;
    }

    private void mark() throws SQLException {
        for (String column : strings(ofBoth, """
                select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, null)
                  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                 where c.relname = any('{:tables}') and c.relnamespace = 'public'::regnamespace
                   and a.atttypid in ('text'::regtype, 'text[]'::regtype)
                 order by 1""".replace(":tables", String.join(",", tables)))) {
            String[] parts = column.split("[. ]");
            String marked = parts[2].equals("text")
                    ? "%s || '%s'".formatted(parts[1], MARK)
                    : "(select coalesce(array_agg(x || '%2$s'), '{}') from unnest(%1$s) x)".formatted(parts[1], MARK);
            try (Statement statement = ofBoth.createStatement()) {
                statement.execute("update %s set %s = %s where district_id = '%s'"
                        .formatted(parts[0], parts[1], marked, THERE.id()));
            } catch (SQLException e) {
                unmarked.add(parts[0] + "." + parts[1]);
            }
        }
    }

    /** Table by table, those that others refer to when nothing does any more. */
    private void empty() throws SQLException {
        List<String> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            int before = left.size();
            left.removeIf(table -> {
                try (Statement statement = ofAlone.createStatement()) {
                    statement.execute("delete from " + table + " where district_id = '" + THERE.id() + "'");
                    return true;
                } catch (SQLException referred) {
                    return false;
                }
            });
            if (left.size() == before) throw new IllegalStateException("refer to each other: " + left);
        }
    }

    /** A digest of the rows of the other district, by table. */
    Map<String, String> rowsThere() throws SQLException {
        String all = tables.stream()
                .map(table -> "select '%1$s', coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from %1$s t where district_id = '%2$s'"
                        .formatted(table, THERE.id()))
                .collect(Collectors.joining(" union all "));
        Map<String, String> digests = new TreeMap<>();
        try (Statement statement = ofBoth.createStatement();
                ResultSet rows = statement.executeQuery(all)) {
            while (rows.next()) digests.put(rows.getString(1), rows.getString(2));
        }
        return digests;
    }

    /** Who may do most in a district: every role, everywhere, and over all records that people have of their own. */
    static Caller omnipotent(District district) {
        Map<Role, Set<UUID>> grids = new EnumMap<>(Role.class);
        Map<Role, Set<UUID>> own = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (role.territorial()) grids.put(role, numbered(district, "grid"));
            if (role.fromRows()) own.put(role, numbered(district, OWN.get(role)));
        }
        return new Caller(
                Fixture.id(district, "account", 97), district, "linli-web", EnumSet.allOf(Role.class), grids, own);
    }

    private static Set<UUID> numbered(District district, String kind) {
        return IntStream.rangeClosed(1, 30)
                .mapToObj(n -> Fixture.id(district, kind, n))
                .collect(Collectors.toSet());
    }

    static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) strings.add(rows.getString(1));
            return strings;
        }
    }

    @Override
    public void close() throws SQLException {
        both.close();
        alone.close();
        ofBoth.close();
        ofAlone.close();
    }
}
