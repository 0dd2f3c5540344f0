package org.linli.api.archive;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.linli.services.Database;
import org.linli.services.Login;
import org.linli.tenancy.database.DatabaseSettings;

/** A database past all rules. */
final class Rows implements AutoCloseable {
    /** What nobody else writes: a text, a code, and a telephone number. */
    static final List<String> MARKS = List.of("埋点PLANTED", "ZQPLANTED", "19998765");

    /** In which a mark is tried: with a number of its own, one that makes it as long as a number of a licence, or as a mere word. */
    private static final List<String> FORMS = List.of("%s%03d", "%s%09d", "%s");

    /** Rows among which one that may have a text in the column is looked for. */
    private static final int MOST = 40;

    private static final String TABLES = """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1
            """;

    /**
     * Texts that somebody may have written, one column a line: of the district's rows, and of what the platform has about it, which names it as its target
     * or leads to what does.
     */
    private static final String TEXTS = """
            select format('update %1$I t set %2$I = %%1$s where %3$s and t.ctid = (select t.ctid from %1$I t where %3$s order by t.%2$I is null, t.ctid offset %%3$s limit 1)',
                          c.relname, a.attname, whose.rows) || '|' || format_type(a.atttypid, a.atttypmod) || '|' || c.relname || '.' || a.attname
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             cross join lateral (select array_agg(o.attname::text) as names from pg_attribute o where o.attrelid = c.oid) cols
             cross join lateral (select case when 'target_id' = any(cols.names) then 't.target_id = ''%2$s'''
                                             when 'onboarding_id' = any(cols.names)
                                             then 't.onboarding_id in (select o.id from onboarding o where o.target_id = ''%2$s'')'
                                             when 'district_id' = any(cols.names) then 't.district_id = ''%2$s'''
                                             when 'home_id' = any(cols.names) then 't.home_id = ''%2$s''' end as rows) whose
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'deletion'
               and whose.rows is not null
               and (a.atttypid::regtype::text in ('json', 'jsonb')
                    or (select coalesce(e.typcategory, t.typcategory)
                          from pg_type t left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
                         where t.oid = a.atttypid) = 'S')
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

    /**
     * Puts a mark of its own into every column of texts that takes one, in up to four rows of the district; tells how many there are.
     *
     * @param unplanted gets the columns that took none
     */
    int plant(UUID district, Collection<String> unplanted) throws SQLException {
        int planted = 0;
        try (Statement statement = migrator.createStatement()) {
            for (String text : rows(TEXTS)) {
                String[] parts = text.split("\\|");
                int before = planted;
                for (int row = 0; row < 4 || (row < MOST && planted == before); row++)
                    if (taken(statement, parts, district, row, planted)) planted++;
                if (planted == before) unplanted.add(parts[2]);
            }
        }
        return planted;
    }

    /** Not where it is ruled out: a digest, a form that the database itself keeps. */
    private static boolean taken(Statement statement, String[] column, UUID district, int row, int number) {
        for (String mark : MARKS)
            for (String form : FORMS) {
                String text = form.formatted(mark, number);
                String value = switch (column[1]) {
                    case "text[]" -> "array['" + text + "']";
                    case "json", "jsonb" -> "'{\"note\":\"" + text + "\"}'";
                    default -> "'" + text + "'";
                };
                try {
                    if (statement.executeUpdate(column[0].formatted(value, district, row)) > 0) return true;
                } catch (SQLException ruledOut) {
                    // Another one may be let in.
                }
            }
        return false;
    }

    /** Tables of any schema that have a mark in any column; and columns of which the planner remembers one. */
    List<String> found() throws SQLException {
        String marks = String.join("|", MARKS);
        List<String> found = new ArrayList<>(
                rows("select distinct 'planned ' || t.tablename || '.' || t.attname from pg_stats t where t::text ~ '"
                        + marks + "'"));
        for (String table : rows("""
                select c.oid::regclass::text from pg_class c
                 where c.relkind in ('r', 'm') and has_table_privilege(c.oid, 'select') and c.relpersistence <> 't'
                """))
            if (!rows("select 1 from %s t where t::text ~ '%s' limit 1".formatted(table, marks))
                    .isEmpty()) found.add(table);
        return found;
    }

    @Override
    public void close() throws SQLException {
        migrator.close();
    }
}
