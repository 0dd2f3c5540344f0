package org.linli.residents;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.territory.Neighbourhood;

/** Counting residents reads an index and nothing else, as the server's role and under row-level security. */
class ResidentCountTest {
    private static final String HERE = "'00000000-0000-0000-0000-000000000001'::uuid";

    private static Connection app;

    /** Five districts of 5,000 residents each, who all but those of one grid are of one status. */
    @BeforeAll
    static void open() throws SQLException {
        Database database = Postgres.shared().freshDatabase("counts");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    create temporary view here as
                        select ('00000000-0000-0000-0000-00000000000' || n)::uuid as id from generate_series(1, 5) n;
                    insert into street (district_id, code, name) select id, '1', '一街' from here;
                    insert into community (district_id, street_id, code, name)
                        select s.district_id, s.id, n::text, '社区' from street s, generate_series(1, 10) n;
                    insert into grid (district_id, community_id, code, name)
                        select c.district_id, c.id, c.code || '-' || n, '网格' from community c, generate_series(1, 5) n;
                    insert into resident (district_id, community_id, grid_id, name, dwelling_relation, status)
                        select g.district_id, g.community_id, g.id, '示例居民', 'PERMANENT',
                               case g.code when '1-1' then 'MOVED_OUT' else 'ACTIVE' end::resident_status
                          from grid g, generate_series(1, 100);
                    """);
            for (String table : new String[] {"street", "community", "grid", "resident"})
                statement.execute("vacuum analyze " + table);
        }
        app = database.connectAsApp();
        try (Statement statement = app.createStatement()) {
            statement.execute("set linli.district = " + HERE.replace("::uuid", ""));
        }
    }

    @AfterAll
    static void close() throws SQLException {
        app.close();
    }

    @ParameterizedTest
    @CsvSource({"street, community_id", "community, community_id", "grid, grid_id"})
    void aCountReadsItsIndexAlone(String model, String key) throws SQLException {
        assertThat(lines("explain " + counts(model)))
                .containsPattern("Index Only Scan using resident_counted_by_\\w+ on resident r .*\\n"
                        + " *Index Cond: \\(\\(district_id = .*\\) AND \\(" + key + " = ");
    }

    @Test
    void whoMovedOutIsNotCounted() throws SQLException {
        assertThat(lines(counts("street"))).isEqualTo("4900\n");
        assertThat(lines(counts("grid") + " where code in ('1-1', '1-2') order by code"))
                .isEqualTo("0\n100\n");
    }

    private static String counts(String model) {
        String rows = Neighbourhood.rows(model, true).replace(":district", HERE);
        return "select resident_count from (" + rows + ") t";
    }

    private static String lines(String sql) throws SQLException {
        StringBuilder lines = new StringBuilder();
        try (Statement statement = app.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) lines.append(rows.getString(1)).append('\n');
        }
        return lines.toString();
    }
}
