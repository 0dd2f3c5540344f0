package org.linli.api;

import org.flywaydb.core.api.FlywayException;
import org.linli.tenancy.Migrations;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The command {@code migrate}. Not marked as a configuration, so that the server, which scans for them, does not find it. */
@EnableConfigurationProperties(Settings.class)
final class Migration {
    @Bean
    static ApplicationRunner migrate(Settings settings) {
        return arguments -> settings.databases().values().forEach(Migration::migrate);
    }

    private static void migrate(Settings.Database database) {
        Settings.Database.Migrator migrator = database.migrator();
        try {
            Migrations.migrate(database.jdbcUrl(), migrator.user(), migrator.password());
        } catch (FlywayException failed) {
            throw CannotStart.withDatabase(database.jdbcUrl(), migrator.user(), failed);
        }
    }
}
