package org.linli.tenancy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.linli.services.Database;
import org.linli.services.Postgres;

class MigrationsTest {
    private Database database;

    @BeforeEach
    void anEmptyDatabase() {
        database = Postgres.shared().freshDatabase("migrations");
    }

    @Test
    void theServersRoleAcceptsAMigratedDatabase() {
        TwoDistricts.migrate(database);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void anEmptyDatabaseIsRefused() {
        assertThatThrownBy(this::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Run the migrate command")
                .hasMessageContaining("202611240100");
    }

    @Test
    void aChangedMigrationIsRefused() {
        TwoDistricts.migrate(database);
        TwoDistricts.execute(
                database, "update flyway_schema_history set checksum = checksum + 1 where version = '202611240100'");
        assertThatThrownBy(this::check).hasMessageContaining("checksum");
    }

    @Test
    void aMigrationOfANewerBuildIsRefused() {
        TwoDistricts.migrate(database);
        TwoDistricts.execute(database, """
                insert into flyway_schema_history
                select 1000, '209901010000', 'of a newer build', type, 'V209901010000__x.sql', 1, installed_by, now(), 1, true
                  from flyway_schema_history where installed_rank = 1
                """);
        assertThatThrownBy(this::check).hasMessageContaining("209901010000");
    }

    @Test
    void aMigrationThatWasNotRunIsRefused() {
        TwoDistricts.migrate(database);
        TwoDistricts.execute(database, "delete from flyway_schema_history where version = '202611240100'");
        assertThatThrownBy(this::check).hasMessageContaining("202611240100");
    }

    private void check() {
        Migrations.check(
                database.jdbcUrl(), database.app().user(), database.app().password());
    }
}
