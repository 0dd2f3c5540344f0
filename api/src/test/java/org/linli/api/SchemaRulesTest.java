package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;

/**
 * What keeps one district's rows apart, and lets them move to a distributed PostgreSQL as they are: rules over the schema
 * that all migrations make together, and over the SQL of all modules. Each is also shown something that breaks it.
 */
public class SchemaRulesTest {
    /** Tables that belong to no district, have no policy and are read by everybody. */
    public static final String REFERENCE =
            "('district', 'revocation', 'job', 'membership', 'arrival', 'feed_head', 'webhook_due', 'district_size', 'archive', 'deletion', 'client_grant', 'client_registration', 'district_settings', 'district_quota', 'city_figure', 'statutory_day', 'usual_working_time', 'usual_deadline', 'flyway_schema_history')";

    /** Stored generated columns make moving a district online impossible as long as it is written to. */
    private static final String GENERATED = "('none yet')";

    private static final String TABLES = """
            with tenant as (
                select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence, c.relowner
                  from pg_class c
                 where c.relnamespace = 'public'::regnamespace
                   and c.relkind in ('r', 'p')
                   and c.relname not in %s)
            """.formatted(REFERENCE);

    private static final String GOOD = """
            create table good (district_id uuid not null, id uuid not null, constraint good_pk primary key (district_id, id));
            select protect('good');
            """;

    /**
     * @param offenders selects the names of what breaks it
     * @param broken makes something that does, on top of a table that breaks none
     */
    record Rule(String name, String offenders, String broken) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Rule> RULES = List.of(
            new Rule("every table has a district", TABLES + """
                    select t.relname from tenant t
                     where not exists (select from pg_attribute a
                                        where a.attrelid = t.oid and a.attname = 'district_id'
                                          and a.atttypid = 'uuid'::regtype and a.attnotnull)
                    """, "create table bad (district_id uuid, id uuid)"),
            new Rule("every table has a primary key", TABLES + """
                    select t.relname from tenant t
                     where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
                    """, "alter table good drop constraint good_pk"),
            new Rule(
                    "every key and every index starts with the district",
                    TABLES + """
                    select i.indexrelid::regclass::text
                      from tenant t
                      join pg_index i on i.indrelid = t.oid
                      left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                     where a.attname is distinct from 'district_id'
                    """,
                    "alter table good add constraint bad unique (id, district_id)"),
            new Rule("every foreign key keeps to the district", TABLES + """
                    select k.conname
                      from pg_constraint k
                      join tenant source on source.oid = k.conrelid
                      join tenant target on target.oid = k.confrelid
                      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
                      join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
                     where k.contype = 'f' and (a.attname <> 'district_id' or b.attname <> 'district_id')
                    """, """
                    create table worse (district_id uuid not null, good_id uuid, unique (good_id, district_id));
                    alter table worse add constraint bad foreign key (good_id, district_id) references good (district_id, id)
                    """),
            new Rule("no foreign key empties columns", TABLES + """
                    select k.conname from pg_constraint k join tenant t on t.oid = k.conrelid
                     where k.contype = 'f' and (k.confdeltype in ('n', 'd') or k.confupdtype in ('n', 'd'))
                    """, """
                    alter table good add next_id uuid;
                    alter table good add constraint bad foreign key (district_id, next_id) references good (district_id, id)
                        on delete set null (next_id)
                    """),
            new Rule("no reference table leads into a district", TABLES + """
                    select k.conname from pg_constraint k
                      join tenant target on target.oid = k.confrelid
                     where k.contype = 'f' and k.conrelid not in (select oid from tenant)
                    """, """
                    alter table revocation add good_id uuid;
                    alter table revocation add constraint bad foreign key (district_id, good_id) references good (district_id, id)
                    """),
            new Rule(
                    "row-level security is on and forced",
                    TABLES + """
                    select t.relname from tenant t where not t.relrowsecurity or not t.relforcerowsecurity
                    """,
                    "alter table good no force row level security"),
            new Rule("there is the one strict policy and no other", TABLES + """
                    select t.relname
                      from tenant t
                      left join pg_policy p on p.polrelid = t.oid
                     group by t.relname
                    having count(p) <> 1
                        or not bool_and(p.polpermissive and p.polcmd = '*' and p.polroles = '{0}' and p.polwithcheck is null
                               and pg_get_expr(p.polqual, p.polrelid) =
                                   '(district_id = ( SELECT (current_setting(''linli.district''::text))::uuid AS current_setting))')
                    """, """
                    alter policy one_district on good
                        using (district_id = (select current_setting('linli.district', true)::uuid))
                    """),
            new Rule(
                    "the server's role owns nothing and bypasses nothing",
                    """
                    select r.rolname from pg_roles r
                     where r.rolname = 'linli_app'
                       and (r.rolsuper or r.rolbypassrls
                            or exists (select from pg_class c where c.relowner = r.oid)
                            or exists (select from pg_auth_members m where m.member = r.oid)
                            or has_schema_privilege(r.oid, 'public', 'create'))
                    """,
                    "grant create on schema public to linli_app"),
            new Rule("no table of a district is read through a view", """
                    select c.relname from pg_class c
                     where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
                    """, "create view bad as select id from good"),
            new Rule(
                    "no table of a district is read through a function, but for the one that numbers the log and tells its heads, and those that empty operators' reasons",
                    TABLES + """
                    select p.proname
                      from pg_proc p
                      join pg_language l on l.oid = p.prolang and l.lanname in ('sql', 'plpgsql')
                     where p.pronamespace = 'public'::regnamespace and p.proname not in ('number_arrivals', 'forget_reasons', 'end_deletion')
                       and exists (select from tenant t
                                    where coalesce(p.prosrc, '') || coalesce(pg_get_function_sqlbody(p.oid), '')
                                          ~ ('\\m' || t.relname || '\\M'))
                    """,
                    "create function bad() returns bigint language sql as 'select count(*) from good'"),
            new Rule("no triggers", TABLES + """
                    select g.tgname from pg_trigger g join tenant t on t.oid = g.tgrelid where not g.tgisinternal
                    """, """
                    create function noticed() returns trigger language plpgsql as 'begin return new; end';
                    create trigger bad before insert on good for each row execute function noticed()
                    """),
            new Rule(
                    "no constraint waits for the end of the transaction",
                    """
                    select k.conname from pg_constraint k
                     where k.connamespace = 'public'::regnamespace and k.condeferrable
                    """,
                    "alter table good add constraint bad unique (district_id, id) deferrable"),
            new Rule("no sequences", """
                    select c.relname from pg_class c
                     where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
                    """, "alter table good add position bigint generated always as identity"),
            new Rule(
                    "names leave room for a shard's number",
                    """
                    select x.name
                      from (select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
                             union
                            select k.conname from pg_constraint k
                             where k.connamespace = 'public'::regnamespace and k.contype <> 'n') x
                     where length(x.name) > 45
                    """,
                    "create index %s on good (district_id)".formatted("x".repeat(46))),
            new Rule("names of constraints are unique", """
                    select k.conname from pg_constraint k
                     where k.connamespace = 'public'::regnamespace and k.contype <> 'n'
                     group by k.conname having count(*) > 1
                    """, """
                    alter table good add constraint twice check (true);
                    alter table revocation add constraint twice check (true)
                    """),
            new Rule("no unlogged tables", TABLES + """
                    select t.relname from tenant t where t.relpersistence <> 'p'
                    """, "alter table good set unlogged"),
            new Rule(
                    "stored generated columns are known",
                    TABLES + """
                    select t.relname || '.' || a.attname
                      from tenant t
                      join pg_attribute a on a.attrelid = t.oid and a.attgenerated = 's'
                     where t.relname || '.' || a.attname not in %s
                    """.formatted(GENERATED),
                    "alter table good add bad text generated always as ('x') stored"),
            new Rule(
                    "reference tables are there, without a policy and not writable by all",
                    """
                    select x.name
                      from unnest(array['district', 'revocation', 'job', 'membership', 'arrival', 'feed_head', 'webhook_due', 'district_size', 'archive', 'deletion', 'client_grant', 'client_registration', 'district_settings', 'district_quota', 'city_figure', 'statutory_day',
                                       'usual_working_time', 'usual_deadline', 'flyway_schema_history']) x(name)
                      left join pg_class c on c.oid = to_regclass('public.' || x.name)
                     where c.oid is null or c.relrowsecurity
                        -- What has arrived goes as soon as it is numbered; what there is to do for a webhook, with it; a grant, when it is withdrawn.
                        or x.name not in ('arrival', 'webhook_due', 'client_grant') and has_table_privilege('linli_app', c.oid, 'delete')
                    """,
                    "grant delete on district to linli_app"));

    private static final Pattern TEMPORARY =
            Pattern.compile("\\bcreate\\s+temp(?:orary)?\\s+table\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    /** What no SQL of ours says, whether in a file or in a text block of Java. */
    enum Forbidden {
        MERGE("\\bmerge\\s+into\\s+\\w+", "merge into good using x on true when matched then delete"),
        COPY("\\bcopy\\s+\\w+\\s*(\\([^)]*\\)\\s*)?(from|to)\\s+(stdin|stdout|')", "copy good from stdin"),
        NEXTVAL("\\bnextval\\s*\\(", "update good set position = nextval('x')"),
        /** Except in {@code enter_district} itself. */
        SET_CONFIG(
                "\\bset_config\\s*\\((?!'linli\\.district', district::text, true\\))",
                "select set_config('linli.district', $1, true)"),
        LENIENT_SETTING("\\bcurrent_setting\\s*\\([^()]*,\\s*true\\s*\\)", "current_setting('linli.district', true)"),
        GENERIC_PLANS("\\bforce_generic_plan\\b", "set plan_cache_mode = force_generic_plan"),
        COMPUTED_UPSERT("\\bdo\\s+update\\s+set\\b[^;\"]*?[\\w)]\\s*\\(", "on conflict (id) do update set at = now()"),
        SILENT_BULK_INSERT(
                "\\binsert\\s+into\\s+\\w+\\s*(\\([^)]*\\))?\\s*select\\b(?:(?!\\breturning\\b|\\bon\\s+conflict\\b)[^;\"])*(;|\"|\\z)",
                "insert into good (id) select id from x;");

        private final Pattern pattern;
        private final String example;

        Forbidden(String pattern, String example) {
            this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
            this.example = example;
        }

        boolean in(String text) {
            return pattern.matcher(withoutTemporary(text)).find();
        }

        /** What goes into a table that is temporary goes into no table of a district. */
        private static String withoutTemporary(String text) {
            String rest = text;
            for (MatchResult table : TEMPORARY.matcher(text).results().toList())
                rest = rest.replaceAll("(?i)\\binsert\\s+into\\s+" + table.group(1) + "\\b", "");
            return rest;
        }
    }

    private static Connection migrator;

    @BeforeAll
    static void migrate() throws SQLException {
        Database database = Postgres.shared().freshDatabase("rules");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        migrator = database.connectAsMigrator();
        migrator.setAutoCommit(false);
    }

    @AfterAll
    static void close() throws SQLException {
        migrator.close();
    }

    @AfterEach
    void undo() throws SQLException {
        migrator.rollback();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void theSchemaKeeps(Rule rule) throws SQLException {
        assertThat(offenders(rule)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void aBreachIsSeen(Rule rule) throws SQLException {
        try (var statement = migrator.createStatement()) {
            statement.execute(GOOD);
            assertThat(offenders(rule)).isEmpty();
            statement.execute(rule.broken());
        }
        assertThat(offenders(rule)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noSqlSays(Forbidden forbidden) throws IOException {
        assertThat(forbidden.in("create temp table other as select 1;" + forbidden.example))
                .isTrue();
        assertThat(sources()).noneMatch(file -> forbidden.in(text(file)));
    }

    /** In this order the step that distributes the tables fits between them. */
    @ParameterizedTest
    @ValueSource(strings = {"foreign key", "references ", "select protect("})
    void aMigrationMakesTablesBeforeForeignKeysAndPolicies(String later) throws IOException {
        assertThat(sources())
                .filteredOn(file -> file.toString().contains("db/migration"))
                .isNotEmpty()
                .noneMatch(file -> outOfOrder(text(file), later));
        assertThat(outOfOrder("create table a (x int); " + later + " select; create table b (y int);", later))
                .isTrue();
    }

    private static boolean outOfOrder(String migration, String later) {
        int first = migration.indexOf(later);
        return first >= 0 && first < migration.lastIndexOf("create table ");
    }

    private static List<String> offenders(Rule rule) throws SQLException {
        try (var statement = migrator.createStatement()) {
            var rows = statement.executeQuery(rule.offenders());
            var names = new ArrayList<String>();
            while (rows.next()) names.add(rows.getString(1));
            return names;
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("linli.root")))) {
            return files.filter(file -> file.toString().matches(".*/src/main/.*\\.(sql|java)"))
                    // Written once into an empty database, which is nobody's production.
                    .filter(file -> !file.toString().contains("/infra/demo/"))
                    .toList();
        }
    }

    /** Without comments, which may name what is forbidden. */
    private static String text(Path file) {
        try {
            return Files.readString(file).replaceAll("(?m)^\\s*(--|//|/?\\*).*$", "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
