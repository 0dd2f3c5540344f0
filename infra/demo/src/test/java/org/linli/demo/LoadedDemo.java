package org.linli.demo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.SealingKeys;

/** Both districts in a database that tests read; who changes them takes a copy. */
final class LoadedDemo {
    static final String PINGCHENG = "140213";
    static final String SAMPLE = "990101";

    private static final SecretKey KEY = new SecretKeySpec(new byte[32], "AES");

    static final IdentityNumbers NUMBERS =
            new IdentityNumbers(new AesGcm(), new SealingKeys("test", Map.of("test", KEY), KEY));

    static final Database DATABASE = load();

    private LoadedDemo() {}

    private static Database load() {
        Database database = Postgres.shared().freshDatabase("demo");
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        try {
            new DemoData(database, NUMBERS).load();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database;
    }

    /** All columns of all rows that the server's role sees in a district, one after the other. */
    static List<String> texts(Database database, String district, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var app = database.connectAsApp();
                var statement = app.createStatement()) {
            statement.execute("set linli.district = '01900000-0000-7000-8000-000000%s'".formatted(district));
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next())
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) texts.add(rows.getString(i));
            }
        }
        return texts;
    }
}
