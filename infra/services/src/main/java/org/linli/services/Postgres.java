package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 server on this machine with the roles of {@code bootstrap.sql} and the database {@code linli}. It ends
 * with the JVM at the latest. Host and port stay the same over {@link #stop}, {@link #kill} and {@link #start}.
 */
public final class Postgres implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    /** What every server here runs with, careless or not. */
    static final Map<String, String> SETTINGS = Map.of(
            "max_connections", "200",
            "track_commit_timestamp", "on",
            "timezone", "UTC",
            "log_timezone", "UTC");

    private static final Login SUPERUSER = login("postgres");
    private static final Login MIGRATOR = login("linli_migrator");
    private static final Login APP = login("linli_app");
    private static @Nullable Postgres shared;

    private final Server server;
    private final int port;
    private final Thread atExit;
    private final AtomicInteger fresh = new AtomicInteger();

    private Postgres(Server server, int port) {
        this.server = server;
        this.port = port;
        atExit = new Thread(server::close, "close PostgreSQL");
        Runtime.getRuntime().addShutdownHook(atExit);
        start();
    }

    /** The one server that all tests of this JVM share. Take a {@link #freshDatabase} of it and leave the server running. */
    public static synchronized Postgres shared() {
        if (shared == null) shared = throwaway();
        return shared;
    }

    /** A running server of one's own, quick and careless with disks; {@link #close} deletes its data. */
    public static Postgres throwaway() {
        var port = freePort();
        var server = new PostgresProcess(Folders.throwaway("postgres"), port, true);
        server.fill(template());
        return new Postgres(server, port);
    }

    /**
     * A running server whose data outlive it.
     *
     * @param folder for data and log; made if it does not exist. Root must name a place that {@code nobody} can reach.
     */
    public static Postgres persistent(Path folder, int port) {
        var server = new PostgresProcess(folder, port, false);
        server.fill(template());
        return new Postgres(server, port);
    }

    /** The folder with an initialised data directory that new servers copy. */
    private static Path template() {
        var roles = Folders.resource("bootstrap.sql");
        var database = Folders.resource("database.sql");
        var fingerprint =
                Folders.fingerprint(roles, database, SUPERUSER.password(), MIGRATOR.password(), APP.password());
        return Folders.cached("postgres-%s-%s".formatted(PostgresProcess.version(), fingerprint), folder -> {
            PostgresProcess.initialise(folder, SUPERUSER);
            var port = freePort();
            try (var postgres = new Postgres(new PostgresProcess(folder, port, false), port)) {
                postgres.execute(roles);
                postgres.createDatabase("linli");
            }
        });
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    /** A database that exists, such as {@code linli}. */
    public Database database(String name) {
        return new Database(HOST, port, name, MIGRATOR, APP);
    }

    /** A new, empty database owned by {@code linli_migrator}. */
    public Database createDatabase(String name) {
        execute(Folders.resource("database.sql").replace(":\"database\"", '"' + name + '"'));
        return database(name);
    }

    /** A new, empty database whose name begins with {@code prefix}. */
    public Database freshDatabase(String prefix) {
        return createDatabase(prefix + "_" + fresh.incrementAndGet());
    }

    /** A new database with the contents of another one that nobody is connected to; quicker than migrating again. */
    public Database copyOf(Database original) {
        var name = original.name() + "_" + fresh.incrementAndGet();
        execute(Folders.resource("database.sql")
                .replace(":\"database\"", '"' + name + '"')
                .replace("template0", '"' + original.name() + '"'));
        return database(name);
    }

    /** Runs a script as superuser in the database {@code postgres}, statement by statement, as psql does. */
    private void execute(String script) {
        var filled = script.replace(":'migrator_password'", quoted(MIGRATOR)).replace(":'app_password'", quoted(APP));
        try (var connection = database("postgres").connect(SUPERUSER);
                var statement = connection.createStatement()) {
            for (var sql : filled.split(";\\s*\n")) statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(Login login) {
        return "'" + login.password().replace("'", "''") + "'";
    }

    /** Starts the server again after {@link #stop} or {@link #kill}; returns when it answers. */
    public void start() {
        server.start();
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try (var connection = database("postgres").connect(SUPERUSER)) {
                if (connection.isValid(1)) return;
            } catch (SQLException e) {
                server.check();
                if (Instant.now().isAfter(deadline)) throw new IllegalStateException("PostgreSQL does not answer", e);
            }
            pause();
        }
    }

    /** Ends open connections and shuts down in good order. */
    public void stop() {
        server.stop();
    }

    /** Kills the server as a power cut would; committed data are there after {@link #start}. */
    public void kill() {
        server.kill();
    }

    /** Holds the server still: connections stay open and nothing answers until {@link #thaw}. */
    public void freeze() {
        server.freeze();
    }

    public void thaw() {
        server.thaw();
    }

    /** Stops the server for good. */
    @Override
    public void close() {
        server.close();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static Login login(String user) {
        return new Login(user, Setting.of("linli.password." + user.replace('_', '-'), user + "-dev"));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw Program.interrupted();
        }
    }
}
