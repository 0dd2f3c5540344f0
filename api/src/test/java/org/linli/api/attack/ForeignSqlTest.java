package org.linli.api.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.attack.ForeignSql.REFUSED;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.THERE;

import java.sql.SQLException;
import java.sql.Statement;
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
    /** There is no district: none was ever entered here, or none is any more. */
    private static final List<String> NOWHERE = List.of("42704", "22P02", "42501", "23514");

    /** These are told of every district, by design: where something has arrived, and how far its log is. */
    private static final String NUMBERS = "number_arrivals";

    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("uuid", "'" + THERE.id() + "'::uuid"),
            Map.entry("uuid[]", "array['" + THERE.id() + "'::uuid]"),
            Map.entry("language", "'EN'::language"),
            Map.entry("retention", "'DAYS_30'::retention"),
            Map.entry("package[]", "array['POINTS']::package[]"),
            Map.entry("text[]", "array['x']::text[]"),
            Map.entry("text", "'x'::text"),
            Map.entry("regclass", "'resident'::regclass"),
            Map.entry("date", "date '2024-11-01'"),
            Map.entry("integer", "1"),
            Map.entry("bigint", "1::bigint"),
            Map.entry("boolean", "true"),
            Map.entry("timestamp with time zone", "now()"),
            Map.entry("json", "'{}'::json"),
            Map.entry("jsonb", "'{}'::jsonb"));

    private final Twins twins = Twins.shared();
    private ForeignSql sql;

    @BeforeEach
    void connect() throws SQLException {
        sql = new ForeignSql(twins.place);
    }

    @AfterEach
    void disconnect() throws SQLException {
        System.out.printf("attacked: %d statements of SQL%n", sql.statements());
        sql.close();
    }

    @Test
    void itsDistrictIsAllThereIs() throws SQLException {
        sql.enter(HERE);
        for (String table : sql.protectedTables()) sql.keepsToItsDistrict(table);
        System.out.printf("attacked: %d tables%n", sql.protectedTables().size());
    }

    @Test
    void withoutADistrictThereIsNothing() throws SQLException {
        for (String table : sql.protectedTables()) {
            if (!Twins.strings(sql.migrator, "select 1 from " + table + " limit 1")
                    .isEmpty()) {
                sql.refused("select count(*) from " + table, NOWHERE);
                sql.refused("update " + table + " set district_id = district_id", NOWHERE);
                sql.refused("delete from " + table, NOWHERE);
            }
            sql.refused("insert into %s (district_id) values ('%s')".formatted(table, THERE.id()), NOWHERE);
            for (String statement : ForeignSql.changes(table)) sql.refused(statement, REFUSED);
        }
        assertThat(sql.run("select enter_district(null)").text()).isEqualTo("f");
        sql.refused("select count(*) from resident", NOWHERE);
    }

    /** The parts of tables in parts have no policy anybody could forget: nobody but their owner has any right to them. */
    @Test
    void noPartOfATableIsOpen() throws SQLException {
        List<String> parts = Twins.strings(
                sql.migrator,
                "select relname from pg_class where relispartition and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace");
        assertThat(parts).isNotEmpty();
        sql.enter(HERE);
        for (String part : parts) {
            sql.refused("select count(*) from " + part, REFUSED);
            sql.refused("delete from " + part, REFUSED);
        }
    }

    @Test
    void statisticsTellNoValues() throws SQLException {
        try (Statement statement = sql.migrator.createStatement()) {
            statement.execute("analyze resident");
        }
        String known = "select count(*) from pg_stats where schemaname = 'public' and tablename = any('{%s}')"
                .formatted(String.join(",", sql.protectedTables()));
        assertThat(Twins.strings(sql.migrator, known)).doesNotContain("0");
        sql.enter(HERE);
        assertThat(sql.run(known).count()).isZero();
        for (String statement : List.of("select count(*) from pg_statistic", "select count(*) from pg_authid"))
            sql.refused(statement, REFUSED);
    }

    /** Each function is called with what is of there; what it answers and what can be read after it is of here. */
    @Test
    void noFunctionLeadsThere() throws SQLException {
        List<String> functions = Twins.strings(sql.migrator, """
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
                if (entered == null) sql.leave();
                else sql.enter(entered);
                ForeignSql.Outcome outcome = sql.run(
                        "select coalesce(string_agg(f::text, ''), '') from " + parts[0] + "(" + arguments + ") f");
                assertThat(outcome.text()).as(function).doesNotContain(Twins.MARK);
                if (!parts[0].equals(NUMBERS))
                    assertThat(outcome.text())
                            .as(function)
                            .doesNotContain(THERE.id().toString());
                ForeignSql.Outcome after =
                        sql.run("select count(*) from resident where district_id = '" + THERE.id() + "'");
                assertThat(after.text()).as(function).isIn("0", "");
                sql.leave();
            }
        }
        assertThat(twins.rowsThere()).isEqualTo(before);
        System.out.printf("attacked: %d functions%n", functions.size());
    }

    /** What PostgreSQL itself logs of a failed statement is its text, without values, and never the row or the key that failed. */
    @Test
    void whatFailsIsLoggedWithoutItsRow() throws SQLException {
        assertThat(sql.run("show log_error_verbosity").text()).isEqualTo("terse");
        assertThat(sql.run("show log_parameter_max_length_on_error").text()).isEqualTo("0");
        assertThat(sql.run("show log_statement").text()).isEqualTo("none");
        refusedToChange("log_error_verbosity", "verbose");
        refusedToChange("log_min_duration_statement", "0");
    }

    private void refusedToChange(String setting, String value) throws SQLException {
        sql.refused("set " + setting + " = '" + value + "'", REFUSED);
    }

    @Test
    void nothingElseOfTheServerIsOpen() throws SQLException {
        sql.enter(HERE);
        for (String statement : List.of(
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
            assertThat(sql.run(statement).state()).as(statement).isIn("42501", "0A000", "42704");
        for (String sequence : Twins.strings(
                sql.migrator,
                "select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"))
            sql.refused("select nextval('" + sequence + "')", REFUSED);
    }

    /** By design, and why {@code GuardedRead} is the one class that binds a district: no text of a client may ever become SQL. */
    @Test
    void whoeverEntersADistrictIsInIt() throws SQLException {
        sql.enter(HERE);
        assertThat(sql.run("select enter_district('" + THERE.id() + "')").text())
                .isEqualTo("t");
        assertThat(sql.run("select count(*) from resident where district_id = '" + THERE.id() + "'")
                        .count())
                .isPositive();
    }

    /** Whatever a read does to the setting, for its transaction or for the whole session, the next one on that connection enters its own. */
    @Test
    void noReadLeavesADistrictBehind() {
        for (boolean ofTransaction : List.of(true, false))
            for (int i = 0; i < 40; i++) {
                String left = read(
                        "select to_json(set_config('linli.district', '%s', %s))".formatted(THERE.id(), ofTransaction));
                assertThat(left).contains(THERE.id().toString());
                assertThat(read("select coalesce(json_agg(r), '[]') from resident r"))
                        .contains(HERE.id().toString())
                        .doesNotContain(Twins.MARK, THERE.id().toString());
            }
    }

    private String read(String statement) {
        return new String(
                Objects.requireNonNull(twins.both
                        .database()
                        .read(HERE.id(), statement, List.of(), true)
                        .block()),
                UTF_8);
    }
}
