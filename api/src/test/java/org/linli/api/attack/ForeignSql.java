package org.linli.api.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.linli.api.SchemaRulesTest;
import org.linli.schema.District;
import org.linli.services.Database;

/** The server's own role at a database, in one transaction, in which every statement is undone but the one that enters a district. */
final class ForeignSql implements AutoCloseable {
    /** Refused by a policy or for want of a right, or a row of no part of a table in parts, which is told before its policy is asked. */
    static final List<String> REFUSED = List.of("42501", "23514");

    /** What came of a statement: its rows as text or how many it touched, or its SQLSTATE. */
    record Outcome(String text, String state) {
        long count() {
            return Long.parseLong(text);
        }
    }

    final Connection migrator;
    private final Connection app;
    private int statements;

    ForeignSql(Database place) throws SQLException {
        migrator = place.connectAsMigrator();
        app = place.connectAsApp();
        app.setAutoCommit(false);
    }

    int statements() {
        return statements;
    }

    void keepsToItsDistrict(String table) throws SQLException {
        long rows = Long.parseLong(
                Twins.strings(migrator, "select count(*) from %s where district_id = '%s'".formatted(table, HERE.id()))
                        .getFirst());
        assertThat(run("select count(*) from " + table).count()).as(table).isEqualTo(rows);
        assertThat(run("select coalesce(string_agg(t::text, ''), '') from " + table + " t")
                        .text())
                .as(table)
                .doesNotContain(Twins.MARK, THERE.id().toString());
        String there = " where district_id = '" + THERE.id() + "'";
        assertThat(run("select count(*) from " + table + there).count())
                .as(table)
                .isZero();
        touchesNothing("update " + table + " set district_id = district_id" + there);
        touchesNothing("delete from " + table + there);
        refused("insert into %s (district_id) values ('%s')".formatted(table, THERE.id()), REFUSED);
        String moved = "update %s set district_id = '%s'".formatted(table, THERE.id());
        if (rows > 0) refused(moved, REFUSED);
        else touchesNothing(moved);
        for (String sql : changes(table)) refused(sql, REFUSED);
        refused("set row_security = off; select count(*) from " + table, REFUSED);
    }

    /** What only its owner can do to a table. */
    static List<String> changes(String table) {
        return List.of(
                "truncate " + table,
                "alter table " + table + " disable row level security",
                "alter table " + table + " no force row level security",
                "drop policy one_district on " + table,
                "create policy all_districts on " + table + " using (true)",
                "create trigger mine before insert on " + table
                        + " execute function suppress_redundant_updates_trigger()",
                "drop table " + table);
    }

    void leave() throws SQLException {
        app.rollback();
    }

    void enter(District district) throws SQLException {
        leave();
        assertThat(run("select enter_district('" + district.id() + "')").text()).isEqualTo("t");
    }

    void refused(String sql, List<String> states) throws SQLException {
        assertThat(run(sql).state()).as(sql).isIn(states);
    }

    void touchesNothing(String sql) throws SQLException {
        Outcome outcome = run(sql);
        if (outcome.state().isEmpty()) assertThat(outcome.count()).as(sql).isZero();
        else assertThat(outcome.state()).as(sql).isEqualTo("42501");
    }

    /** What it did is undone. */
    Outcome run(String sql) throws SQLException {
        statements++;
        boolean entering = sql.startsWith("select enter_district");
        Savepoint before = app.setSavepoint();
        try (Statement statement = app.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows && sql.contains(";") && statement.getUpdateCount() >= 0) rows = statement.getMoreResults();
            if (!rows) return new Outcome(String.valueOf(statement.getUpdateCount()), "");
            List<String> texts = new ArrayList<>();
            ResultSet found = statement.getResultSet();
            while (found.next()) texts.add(found.getString(1));
            return new Outcome(String.join("\n", texts), "");
        } catch (SQLException e) {
            return new Outcome("", String.valueOf(e.getSQLState()));
        } finally {
            if (!entering) app.rollback(before);
        }
    }

    /** Every table but the few that belong to no district; a view of any kind would be one. */
    List<String> protectedTables() throws SQLException {
        return Twins.strings(migrator, """
                select relname from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f', 'v') and not relispartition
                   and relname not in %s order by 1""".formatted(SchemaRulesTest.REFERENCE));
    }

    @Override
    public void close() throws SQLException {
        app.rollback();
        app.close();
        migrator.close();
    }
}
