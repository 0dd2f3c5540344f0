package org.linli.tenancy.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** One district as it is at one moment, for what reads longer than a statement may: a connection of its own, which blocks and writes nothing. */
public final class DistrictSnapshot implements AutoCloseable {
    private final Connection connection;
    private final UUID district;

    private DistrictSnapshot(Connection connection, UUID district) {
        this.connection = connection;
        this.district = district;
    }

    /** @throws IllegalArgumentException where no district has the code */
    public static DistrictSnapshot open(DatabaseSettings settings, String code) throws SQLException {
        Connection connection = settings.connect();
        try {
            // The driver would have times told in the zone of this machine.
            try (Statement zone = connection.createStatement()) {
                zone.execute("set time zone 'UTC'");
            }
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            return new DistrictSnapshot(connection, entered(connection, code));
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static UUID entered(Connection connection, String code) throws SQLException {
        try (PreparedStatement enter =
                connection.prepareStatement("select d.id, enter_district(d.id) from district d where d.code = ?")) {
            enter.setString(1, code);
            ResultSet row = enter.executeQuery();
            if (!row.next()) throw new IllegalArgumentException("There is no district " + code + ".");
            return row.getObject(1, UUID.class);
        }
    }

    public UUID district() {
        return district;
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
