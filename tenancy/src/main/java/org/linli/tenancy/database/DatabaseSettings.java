package org.linli.tenancy.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Where the database is and how much of it a server may use.
 *
 * @param user the role that owns nothing and bypasses no policy
 * @param connectionsPerLoop connections of each event loop of the HTTP server, for cheap reads
 * @param statementsPerConnection statements a connection of an event loop keeps prepared
 * @param quickTimeout after which PostgreSQL ends a cheap read, which is then made once more on the pool
 * @param pooledConnections connections for reads that may take long, and for callers outside the event loops
 * @param slowTimeout after which PostgreSQL ends a read on the pool
 * @param connectTimeout for a new connection, and for the wait for a pooled one
 */
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        int connectionsPerLoop,
        int statementsPerConnection,
        Duration quickTimeout,
        int pooledConnections,
        Duration slowTimeout,
        Duration connectTimeout) {

    /** With the defaults for everything else. */
    public static DatabaseSettings of(String host, int port, String database, String user, String password) {
        return new DatabaseSettings(
                host,
                port,
                database,
                user,
                password,
                4,
                200,
                Duration.ofMillis(300),
                16,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    /** A connection that somebody has to himself and waits on; blocks. PostgreSQL notices within seconds when its node is cut off. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "linli");
        // What fails is logged, and PostgreSQL's detail of it is a row, which may be somebody's.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", String.valueOf(connectTimeout.toSeconds()));
        properties.setProperty(
                "options", "-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2");
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, database), properties);
    }

    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(user, host, port, database);
    }
}
