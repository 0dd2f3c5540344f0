package org.linli.api.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.linli.services.Database;
import org.linli.services.Login;
import org.linli.tenancy.database.DatabaseSettings;

/** A database past all rules. */
final class Rows implements AutoCloseable {
    private static final String TABLES = """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1
            """;

    /** Texts that somebody may have written, one column a line. */
    private static final String TEXTS = """
            select format('update %1$I t set %2$I = %%s where t.district_id = ''%%s'' and t.ctid = (select o.ctid from %1$I o where o.district_id = ''%%2$s'' order by o.ctid offset %%s limit 1)',
                          c.relname, a.attname) || '|' || format_type(a.atttypid, a.atttypmod) || '|' || a.attname
              from pg_class c
              join pg_attribute d on d.attrelid = c.oid and d.attname = 'district_id'
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition and c.relname <> 'deletion'
               and format_type(a.atttypid, a.atttypmod) in ('text', 'json', 'jsonb', 'text[]')
            """;

    private final Database database;
    private final Connection migrator;

    Rows(Database database) throws SQLException {
        this.database = database;
        this.migrator = database.connectAsMigrator();
    }

    Database database() {
        return database;
    }

    DatabaseSettings app() {
        return settings(database.app());
    }

    DatabaseSettings migrator() {
        return settings(database.migrator());
    }

    private DatabaseSettings settings(Login login) {
        return DatabaseSettings.of(database.host(), database.port(), database.name(), login.user(), login.password());
    }

    void run(String sql) throws SQLException {
        try (Statement statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> rows(String sql) throws SQLException {
        try (Statement statement = migrator.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) texts.add(rows.getString(1));
            return texts;
        }
    }

    /** A digest of the district's rows in every table. */
    Map<String, String> digests(UUID district) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        for (String table : rows(TABLES))
            if (!table.equals("deletion"))
                digests.put(
                        table,
                        rows("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from %s t where t.district_id = '%s'"
                                        .formatted(table, district))
                                .getFirst());
        return digests;
    }

    /** Tables that have rows of the district. */
    List<String> tablesWith(UUID district) throws SQLException {
        List<String> with = new ArrayList<>();
        for (String table : rows(TABLES))
            if (!rows("select 1 from %s where district_id = '%s' limit 1".formatted(table, district))
                    .isEmpty()) with.add(table);
        return with;
    }

    /** Puts a mark of its own into every column of the district that takes one, in up to four rows; tells how many there are. */
    int plant(UUID district, String mark) throws SQLException {
        int planted = 0;
        try (Statement statement = migrator.createStatement()) {
            for (String text : rows(TEXTS)) {
                String[] parts = text.split("\\|");
                for (int row = 0; row < 4; row++) {
                    String value = switch (parts[1]) {
                        case "text" -> "'" + mark + planted + "'";
                        case "text[]" -> "array['" + mark + planted + "']";
                        default -> "'{\"note\":\"" + mark + planted + "\"}'";
                    };
                    planted += taken(statement, parts[0].formatted(value, district, row));
                }
            }
        }
        return planted;
    }

    /** None where it is ruled out: a code, a digest, a form that the database itself keeps. */
    private static int taken(Statement statement, String update) {
        try {
            return statement.executeUpdate(update);
        } catch (SQLException ruledOut) {
            return 0;
        }
    }

    /** Tables of any schema that have the mark in any column, what the planner remembers included. */
    List<String> found(String mark) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : rows("""
                select c.oid::regclass::text from pg_class c
                 where c.relkind in ('r', 'm') and has_table_privilege(c.oid, 'select') and c.relpersistence <> 't'
                union all select 'pg_stats'
                """))
            if (!rows("select 1 from %s t where t::text like '%%%s%%' limit 1".formatted(table, mark))
                    .isEmpty()) found.add(table);
        return found;
    }

    @Override
    public void close() throws SQLException {
        migrator.close();
    }
}
