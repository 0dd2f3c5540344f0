package org.linli.api.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.schema.District;

/**
 * What the server's own role can do in SQL, with its district entered and with none, against every table and every function of the
 * catalogue. Row-level security guards against forgetting, not against SQL that somebody else writes: whoever could write any would enter
 * whatever district he likes, as {@link #whoeverEntersADistrictIsInIt} shows.
 */
class ForeignSqlTest {
    /** Refused by a policy or for want of a right, or a row of no part of a table in parts, which is told before its policy is asked. */
    private static final List<String> REFUSED = List.of("42501", "23514");

    /** There is no district: none was ever entered here, or none is any more. */
    private static final List<String> NOWHERE = List.of("42704", "22P02", "42501", "23514");

    /** These are told of every district, by design: where something has arrived, and how far its log is. */
    private static final String NUMBERS = "number_arrivals";

    private static final Map<String, String> SAMPLES = Map.of(
            "uuid", "'" + THERE.id() + "'::uuid",
            "text", "'x'::text",
            "regclass", "'resident'::regclass",
            "date", "date '2024-11-01'",
            "integer", "1",
            "bigint", "1::bigint",
            "boolean", "true",
            "timestamp with time zone", "now()",
            "json", "'{}'::json",
            "jsonb", "'{}'::jsonb");

    private final Twins twins = Twins.shared();
    private Connection app;
    private Connection migrator;
    private int statements;

    @BeforeEach
    void connect() throws SQLException {
        migrator = twins.place.connectAsMigrator();
        app = twins.place.connectAsApp();
        app.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        app.rollback();
        app.close();
        migrator.close();
        System.out.printf("attacked: %d statements%n", statements);
    }

    /** What came of a statement: its rows as text or how many it touched, or its SQLSTATE. */
    private record Outcome(String text, String state) {
        long count() {
            return Long.parseLong(text);
        }
    }

    @Test
    void itsDistrictIsAllThereIs() throws SQLException {
        enter(HERE);
        for (String table : protectedTables()) {
            long rows = Long.parseLong(Twins.strings(
                            migrator, "select count(*) from %s where district_id = '%s'".formatted(table, HERE.id()))
                    .getFirst());
            assertThat(run("select count(*) from " + table).count()).as(table).isEqualTo(rows);
            assertThat(run("select coalesce(string_agg(t::text, ''), '') from " + table + " t").text())
                    .as(table)
                    .doesNotContain(Twins.MARK, THERE.id().toString());
            String there = " where district_id = '" + THERE.id() + "'";
            assertThat(run("select count(*) from " + table + there).count()).as(table).isZero();
            touchesNothing("update " + table + " set district_id = district_id" + there);
            touchesNothing("delete from " + table + there);
            refused("insert into %s (district_id) values ('%s')".formatted(table, THERE.id()), REFUSED);
            String moved = "update %s set district_id = '%s'".formatted(table, THERE.id());
            if (rows > 0) refused(moved, REFUSED);
            else touchesNothing(moved);
            for (String sql : changes(table)) refused(sql, REFUSED);
            refused("set row_security = off; select count(*) from " + table, REFUSED);
        }
        System.out.printf("attacked: %d tables%n", protectedTables().size());
    }

    @Test
    void withoutADistrictThereIsNothing() throws SQLException {
        for (String table : protectedTables()) {
            if (!Twins.strings(migrator, "select 1 from " + table + " limit 1").isEmpty()) {
                refused("select count(*) from " + table, NOWHERE);
                refused("update " + table + " set district_id = district_id", NOWHERE);
                refused("delete from " + table, NOWHERE);
            }
            refused("insert into %s (district_id) values ('%s')".formatted(table, THERE.id()), NOWHERE);
            for (String sql : changes(table)) refused(sql, REFUSED);
        }
        assertThat(run("select enter_district(null)").text()).isEqualTo("f");
        refused("select count(*) from resident", NOWHERE);
    }

    /** The parts of tables in parts have no policy anybody could forget: nobody but their owner has any right to them. */
    @Test
    void noPartOfATableIsOpen() throws SQLException {
        List<String> parts = Twins.strings(
                migrator,
                "select relname from pg_class where relispartition and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace");
        assertThat(parts).isNotEmpty();
        enter(HERE);
        for (String part : parts) {
            refused("select count(*) from " + part, REFUSED);
            refused("delete from " + part, REFUSED);
        }
    }

    @Test
    void statisticsTellNoValues() throws SQLException {
        try (Statement statement = migrator.createStatement()) {
            statement.execute("analyze resident");
        }
        String known = "select count(*) from pg_stats where schemaname = 'public' and tablename = any('{%s}')"
                .formatted(String.join(",", protectedTables()));
        assertThat(Twins.strings(migrator, known)).doesNotContain("0");
        enter(HERE);
        assertThat(run(known).count()).isZero();
        for (String sql : List.of("select count(*) from pg_statistic", "select count(*) from pg_authid")) refused(sql, REFUSED);
    }

    /** Each function is called with what is of there; what it answers and what can be read after it is of here. */
    @Test
    void noFunctionLeadsThere() throws SQLException {
        List<String> functions = Twins.strings(migrator, """
                select p.proname || '|' || coalesce((select string_agg(format_type(t, null), '|' order by n)
                                                       from unnest(p.proargtypes) with ordinality a(t, n)), '')
                  from pg_proc p
                 where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
                   and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
                 order by 1""");
        Map<String, String> before = twins.rowsThere();
        for (String function : functions) {
            String[] parts = function.split("\\|");
            if (parts[0].equals("enter_district")) continue;
            String arguments = Arrays.stream(parts)
                    .skip(1)
                    .map(type -> Objects.requireNonNull(SAMPLES.get(type), () -> function + ": no sample of " + type))
                    .collect(Collectors.joining(", "));
            for (District entered : Arrays.asList(HERE, null)) {
                if (entered == null) app.rollback();
                else enter(entered);
                Outcome outcome = run("select coalesce(string_agg(f::text, ''), '') from " + parts[0] + "(" + arguments + ") f");
                assertThat(outcome.text()).as(function).doesNotContain(Twins.MARK);
                if (!parts[0].equals(NUMBERS)) assertThat(outcome.text()).as(function).doesNotContain(THERE.id().toString());
                Outcome after = run("select count(*) from resident where district_id = '" + THERE.id() + "'");
                assertThat(after.text()).as(function).isIn("0", "");
                app.rollback();
            }
        }
        assertThat(twins.rowsThere()).isEqualTo(before);
        System.out.printf("attacked: %d functions%n", functions.size());
    }

    @Test
    void nothingElseOfTheServerIsOpen() throws SQLException {
        enter(HERE);
        for (String sql : List.of(
                "set role linli_migrator",
                "set session authorization linli_migrator",
                "alter role linli_app bypassrls",
                "create role other",
                "create extension dblink",
                "create schema mine",
                "create table public.mine (x int)",
                "create temp table mine (x int)",
                "create function public.mine() returns int language sql as 'select 1'",
                "select pg_read_file('/etc/hostname')",
                "select pg_ls_dir('.')",
                "select lo_import('/etc/hostname')",
                "copy resident to '/tmp/residents'",
                "copy (select 1) to program 'true'",
                "copy resident from '/etc/hostname'",
                "set log_statement = 'all'",
                "set session_replication_role = replica",
                "select pg_reload_conf()",
                "alter database \"%s\" set row_security = off".formatted(twins.place.name())))
            assertThat(run(sql).state()).as(sql).isIn("42501", "0A000", "42704");
        for (String sequence : Twins.strings(migrator, "select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"))
            refused("select nextval('" + sequence + "')", REFUSED);
    }

    /** By design, and why {@code GuardedRead} is the one class that binds a district: no text of a client may ever become SQL. */
    @Test
    void whoeverEntersADistrictIsInIt() throws SQLException {
        enter(HERE);
        assertThat(run("select enter_district('" + THERE.id() + "')").text()).isEqualTo("t");
        assertThat(run("select count(*) from resident where district_id = '" + THERE.id() + "'").count()).isPositive();
    }

    /** Whatever a read does to the setting, for its transaction or for the whole session, the next one on that connection enters its own. */
    @Test
    void noReadLeavesADistrictBehind() {
        for (boolean ofTransaction : List.of(true, false))
            for (int i = 0; i < 40; i++) {
                String left = read("select to_json(set_config('linli.district', '%s', %s))".formatted(THERE.id(), ofTransaction));
                assertThat(left).contains(THERE.id().toString());
                assertThat(read("select coalesce(json_agg(r), '[]') from resident r"))
                        .contains(HERE.id().toString())
                        .doesNotContain(Twins.MARK, THERE.id().toString());
            }
    }

    private String read(String sql) {
        statements++;
        return new String(
                Objects.requireNonNull(twins.both.database().read(HERE.id(), sql, List.of(), true).block()), UTF_8);
    }

    private void enter(District district) throws SQLException {
        app.rollback();
        assertThat(run("select enter_district('" + district.id() + "')").text()).isEqualTo("t");
    }

    private void refused(String sql, List<String> states) throws SQLException {
        assertThat(run(sql).state()).as(sql).isIn(states);
    }

    private void touchesNothing(String sql) throws SQLException {
        Outcome outcome = run(sql);
        if (outcome.state().isEmpty()) assertThat(outcome.count()).as(sql).isZero();
        else assertThat(outcome.state()).as(sql).isEqualTo("42501");
    }

    private static List<String> changes(String table) {
        return List.of(
                "truncate " + table,
                "alter table " + table + " disable row level security",
                "alter table " + table + " no force row level security",
                "drop policy one_district on " + table,
                "create policy all_districts on " + table + " using (true)",
                "create trigger mine before insert on " + table + " execute function suppress_redundant_updates_trigger()",
                "drop table " + table);
    }

    /** What it did is undone. */
    private Outcome run(String sql) throws SQLException {
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

    private List<String> protectedTables() throws SQLException {
        return Twins.strings(migrator, """
                select relname from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f', 'v') and not relispartition
                   and relrowsecurity order by 1""");
    }
}
