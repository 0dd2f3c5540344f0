package org.linli.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.linli.services.Database;
import org.linli.services.Postgres;

/** A migrated database with two districts and a protected table {@code note} with one row in each. */
public final class TwoDistricts {
    public static final UUID PINGCHENG = UUID.fromString("01900000-0000-7000-8000-000000140213");
    public static final UUID SAMPLE = UUID.fromString("01900000-0000-7000-8000-000000990101");
    public static final UUID PINGCHENG_ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000140213");
    public static final UUID SAMPLE_ORGANIZATION = UUID.fromString("01900000-0000-4000-8000-000000990101");

    private TwoDistricts() {}

    public static Database on(Postgres postgres) {
        var database = postgres.freshDatabase("tenancy");
        migrate(database);
        execute(database, """
                insert into district (id, code, name, kc_org_id, sample) values
                    ('%s', '140213', '平城区', '%s', false),
                    ('%s', '990101', '示例区', '%s', true);
                insert into client_grant (azp, district_id)
                select 'integrator-' || code || '-demo', id from district;
                create table note (
                    district_id uuid not null,
                    id          uuid not null default uuidv7(),
                    text        text not null,
                    constraint note_pk primary key (district_id, id));
                select protect('note');
                insert into note (district_id, text) select id, 'of ' || code from district;
                """.formatted(PINGCHENG, PINGCHENG_ORGANIZATION, SAMPLE, SAMPLE_ORGANIZATION));
        return database;
    }

    public static void migrate(Database database) {
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
    }

    /** Runs a script as the role that sees all districts. */
    public static void execute(Database database, String sql) {
        try (Connection connection = database.connectAsMigrator();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
