package org.linli.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of a PostgreSQL server and its two users: {@code migrator} owns it, {@code app} may only connect. */
public record Database(String host, int port, String name, Login migrator, Login app) {
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    public Connection connectAsMigrator() throws SQLException {
        return connect(migrator);
    }

    public Connection connectAsApp() throws SQLException {
        return connect(app);
    }

    Connection connect(Login login) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), login.user(), login.password());
    }
}
