package org.linli.tenancy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;

/** The schema of the database: the migrations of all modules on the class path, in the order of their versions. Blocking. */
public final class Migrations {
    private Migrations() {}

    /**
     * Brings a database to the schema of this build.
     *
     * @param jdbcUrl such as {@code jdbc:postgresql://host:5432/linli}
     * @param user the role that owns the tables; the server itself runs under another one
     * @return how many migrations that took
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return configuration(jdbcUrl, user, password).load().migrate().migrationsExecuted;
    }

    /**
     * Refuses a database whose history is not exactly the migrations of this build. Reads only; the server's role may do it.
     *
     * @throws IllegalStateException naming each migration that is missing, changed, or unknown to this build
     */
    public static void check(String jdbcUrl, String user, String password) {
        var result = configuration(jdbcUrl, user, password)
                // Nothing is ignored: by default a migration newer than this build would pass.
                .ignoreMigrationPatterns(new String[0])
                .load()
                .validateWithResult();
        if (!result.validationSuccessful)
            throw new IllegalStateException(
                    "The database does not have the schema of this build. Run the migrate command "
                            + "of the same build, or start the build that fits:\n  " + differences(result));
    }

    /**
     * Refuses a database that does not keep when transactions were committed, by which the log is ordered.
     *
     * @throws IllegalStateException saying what to set
     */
    public static void checkSettings(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet setting = statement.executeQuery("show track_commit_timestamp")) {
            if (!setting.next() || !setting.getString(1).equals("on"))
                throw new IllegalStateException(
                        "The database does not keep when transactions were committed. Set track_commit_timestamp = on, and restart PostgreSQL.");
        }
    }

    private static String differences(ValidateResult result) {
        if (result.invalidMigrations.isEmpty()) return result.getAllErrorMessages();
        return result.invalidMigrations.stream().map(Migrations::difference).collect(Collectors.joining("\n  "));
    }

    private static String difference(ValidateOutput migration) {
        return "%s %s: %s".formatted(migration.version, migration.description, migration.errorDetails.errorMessage);
    }

    private static FluentConfiguration configuration(String jdbcUrl, String user, String password) {
        return Flyway.configure()
                .dataSource(jdbcUrl, user, password)
                // As of any connection: DatabaseSettings.connect.
                .jdbcProperties(Map.of("logServerErrorDetail", "false"))
                .locations("classpath:db/migration")
                // Each call of protect() would print a table.
                .outputQueryResults(false);
    }
}
