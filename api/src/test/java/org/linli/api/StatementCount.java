package org.linli.api;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.linli.services.Database;

/** PostgreSQL counts: no statement sees a row without entering its district, and from here on that function counts its calls. */
final class StatementCount {
    private final Database database;

    StatementCount(Database database) {
        this.database = database;
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement()) {
            statement.execute("""
                    create sequence entered;
                    create sequence entered_none;
                    grant usage on sequence entered, entered_none to linli_app;
                    create or replace function enter_district(district uuid) returns boolean
                        language sql
                        return nextval(case when district = '00000000-0000-0000-0000-000000000000'
                                            then 'entered_none'::regclass else 'entered'::regclass end) > 0
                               and set_config('linli.district', district::text, true) is not null;
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Statements that entered a district. */
    long inDistricts() {
        return count("entered");
    }

    /** Those, and the ones that ask which districts there are and whose tokens were revoked. */
    long all() {
        return inDistricts() + count("entered_none");
    }

    private long count(String sequence) {
        try (Connection migrator = database.connectAsMigrator();
                Statement statement = migrator.createStatement();
                ResultSet row = statement.executeQuery(
                        "select case when is_called then last_value else 0 end from " + sequence)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
