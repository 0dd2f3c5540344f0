package org.linli.tenancy.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.linli.schema.Statements;

/** One district as it is at one moment, for what reads longer than a statement may: a connection of its own, which blocks and writes nothing. */
public final class DistrictSnapshot implements AutoCloseable {
    private final Connection connection;
    private final UUID district;

    private DistrictSnapshot(Connection connection, UUID district) {
        this.connection = connection;
        this.district = district;
    }

    /**
     * In the cell where the district lives.
     *
     * @param cells by name, the home among them
     * @throws IllegalArgumentException where no district has the code
     */
    public static DistrictSnapshot open(Map<String, DatabaseSettings> cells, String code) throws SQLException {
        DatabaseSettings home = Objects.requireNonNull(cells.get(Statements.HOME));
        if (cells.size() == 1) return open(home, code);
        try (Connection registry = home.connect();
                PreparedStatement find = registry.prepareStatement("select d.cell from district d where d.code = ?")) {
            find.setString(1, code);
            ResultSet row = find.executeQuery();
            String cell = row.next() ? row.getString(1) : Statements.HOME;
            DatabaseSettings settings = cells.get(cell);
            if (settings == null) throw new IllegalArgumentException("There is no cell " + cell + " here.");
            return open(settings, code);
        }
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
