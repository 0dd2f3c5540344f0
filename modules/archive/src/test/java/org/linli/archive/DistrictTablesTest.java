package org.linli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;

/** Over the tables of the modules below; that all tables are known, only the api can tell. */
class DistrictTablesTest {
    private static Connection migrator;

    @BeforeAll
    static void open() throws SQLException {
        Database database = Postgres.shared().freshDatabase("archive_tables");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        migrator = database.connectAsMigrator();
    }

    @AfterAll
    static void close() throws SQLException {
        migrator.close();
    }

    @Test
    void aTableThatIsNotKnownIsSeenAndErasedAllTheSame() throws SQLException {
        migrator.setAutoCommit(false);
        try (var statement = migrator.createStatement()) {
            statement.execute("create table unheard_of (district_id uuid not null, note text)");
            assertThat(DistrictTables.differences(migrator)).contains("unheard_of");
            assertThat(DistrictTables.travelling(migrator)).doesNotContain("unheard_of");
            assertThat(DistrictTables.erased(migrator)).contains("unheard_of");
        } finally {
            migrator.rollback();
            migrator.setAutoCommit(true);
        }
    }

    @Test
    void whatIsReferredToComesFirstAndGoesLast() throws SQLException {
        List<String> travelling = DistrictTables.travelling(migrator);
        assertThat(travelling)
                .containsSubsequence("street", "community", "grid", "resident")
                .doesNotContain("idempotency", "district");
        assertThat(DistrictTables.erased(migrator))
                .containsSubsequence("resident", "grid", "community", "street")
                .contains("idempotency", "job", "feed")
                .doesNotContain("district", "feed_90");
    }

    @Test
    void whatDoesNotTravelSaysWhy() {
        assertThat(DistrictTables.omitted())
                .isNotEmpty()
                .allSatisfy(table -> assertThat(table.reason()).isNotBlank());
    }

    /** What another installation could not open has to be sealed anew on its way. */
    @Test
    void everyColumnThatLooksSealedIsKnown() throws SQLException {
        List<String> travelling = DistrictTables.travelling(migrator);
        try (var statement = migrator.createStatement();
                var columns = statement.executeQuery("""
                        select a.attrelid::regclass || '.' || a.attname, a.attrelid::regclass::text
                          from pg_attribute a join pg_class c on c.oid = a.attrelid
                         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
                           and (a.atttypid = 'bytea'::regtype or a.attname ~ '(sealed|secret)$')
                           -- A plain hash, which is the same everywhere.
                           and a.attname <> 'code_hash'
                        """)) {
            while (columns.next())
                if (travelling.contains(columns.getString(2)))
                    assertThat(SealedColumns.names()).contains(columns.getString(1));
        }
        assertThat(SealedColumns.names()).hasSize(4);
    }
}
