package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.linli.schema.read.Catalogue;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;

/** Every declared type against its read model, on the migrations of all modules. */
class CatalogueTest {
    @Test
    void everyDeclaredFieldHasItsColumn() throws Exception {
        Database database = Postgres.shared().freshDatabase("catalogue");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        try (Connection app = database.connectAsApp()) {
            Catalogue catalogue = Catalogue.of(Contract.load().declarations(), app);
            assertThat(catalogue.proven().get("Resident"))
                    .contains("id", "name", "grid_id")
                    .doesNotContain("birth_date_missing");
        }
    }
}
