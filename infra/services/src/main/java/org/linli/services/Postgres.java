package org.linli.services;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL 18 server with the roles of {@code bootstrap.sql} and the empty database {@code linli}. */
public final class Postgres extends Service {
    /** UTF-8, compared by code point on every machine, with ICU collations at hand. */
    static final List<String> INITDB =
            List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

    private static final Login SUPERUSER = login("postgres");
    private static final Login MIGRATOR = login("linli_migrator");
    private static final Login APP = login("linli_app");
    private static @Nullable Postgres shared;

    private final AtomicInteger fresh = new AtomicInteger();

    private Postgres(Server server, int port) {
        super(server, port);
    }

    /** The one server that all tests of this JVM share. Take a {@link #freshDatabase} of it and leave the server running. */
    public static synchronized Postgres shared() {
        if (shared == null) shared = throwaway();
        return shared;
    }

    /** A running server of one's own, quick and careless with disks; {@link #close} deletes its data. */
    public static Postgres throwaway() {
        return postgres(Folders.throwaway("postgres"), freePort(), true);
    }

    /**
     * A running server whose data outlive it.
     *
     * @param folder for data and log; made if it does not exist. Root must name a place that {@code nobody} can reach.
     */
    public static Postgres persistent(Path folder, int port) {
        return postgres(folder.toAbsolutePath(), port, false);
    }

    private static Postgres postgres(Path folder, int port, boolean throwaway) {
        if (ContainerServer.chosen()) {
            var server = ContainerPostgres.server(folder, port, throwaway, SUPERUSER);
            var postgres = started(new Postgres(server, port));
            if (postgres.isEmpty()) postgres.bootstrap();
            return postgres;
        }
        EmbeddedPostgres.fill(folder, template());
        return started(new Postgres(EmbeddedPostgres.server(folder, port, throwaway), port));
    }

    /** What every server runs with. */
    static Map<String, String> settings(boolean throwaway) {
        var settings = new TreeMap<String, String>();
        settings.put("listen_addresses", HOST);
        settings.put("max_connections", "200");
        settings.put("track_commit_timestamp", "on");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        if (throwaway) {
            // It need not survive a power cut. A killed process loses nothing, as it would with synchronous_commit off.
            settings.put("fsync", "off");
            settings.put("full_page_writes", "off");
        }
        return settings;
    }

    /** The folder with the data directory that new servers copy. */
    private static Path template() {
        var roles = Folders.resource("bootstrap.sql");
        var database = Folders.resource("database.sql");
        var fingerprint = Folders.fingerprint(
                INITDB.toString(), roles, database, SUPERUSER.password(), MIGRATOR.password(), APP.password());
        return Folders.cached("postgres-%s-%s".formatted(EmbeddedPostgres.version(), fingerprint), folder -> {
            EmbeddedPostgres.initialise(folder, SUPERUSER);
            var port = freePort();
            try (var postgres = started(new Postgres(EmbeddedPostgres.server(folder, port, false), port))) {
                postgres.bootstrap();
            }
        });
    }

    private void bootstrap() {
        execute(Folders.resource("bootstrap.sql"));
        createDatabase("linli");
    }

    private boolean isEmpty() {
        try (var connection = database("postgres").connect(SUPERUSER);
                var statement = connection.createStatement();
                var linli = statement.executeQuery("select from pg_database where datname = 'linli'")) {
            return !linli.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A database that exists, such as {@code linli}. */
    public Database database(String name) {
        return new Database(HOST, port(), name, MIGRATOR, APP);
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

    @Override
    boolean answers() {
        try (var connection = database("postgres").connect(SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static Login login(String user) {
        return new Login(user, Setting.of("linli.password." + user.replace('_', '-'), user + "-dev"));
    }
}
