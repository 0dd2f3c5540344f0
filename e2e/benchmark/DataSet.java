import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The data of data.sql under the migrations of this build: a copy of a folder that later runs find again. */
record DataSet(Postgres postgres, Path folder) implements AutoCloseable {
    /** Everything in memory, nothing written to disk in time: what is measured is CPU. */
    private static final String SETTINGS = """

        shared_buffers = '1GB'
        synchronous_commit = off
        fsync = off
        full_page_writes = off
        autovacuum = off
        max_wal_size = '4GB'
        """;

    /** A running server with the data; builds them first, in about two minutes, where no folder has them yet. */
    static DataSet open(Path script) throws Exception {
        Path folder = cache().resolve("benchmark-" + fingerprint(script));
        if (!Files.exists(folder)) build(folder, script);
        Path copy = folder.resolveSibling(folder.getFileName() + ".run");
        delete(copy);
        // With owner and rights, which PostgreSQL looks at.
        if (new ProcessBuilder("cp", "-a", folder.toString(), copy.toString())
                        .inheritIO()
                        .start()
                        .waitFor()
                != 0) throw new IOException("cannot copy " + folder);
        return new DataSet(Postgres.persistent(copy, freePort()), copy);
    }

    /** The folder in which the services keep what is made once. */
    private static Path cache() {
        boolean root = System.getProperty("user.name").equals("root");
        String usual = root ? "/var/cache/linli" : System.getProperty("user.home") + "/.cache/linli";
        return Path.of(System.getProperty("linli.cache", usual));
    }

    /** The process id of PostgreSQL's first process. */
    long postmaster() throws IOException {
        try (var lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        delete(folder);
    }

    private static void build(Path folder, Path script) throws Exception {
        System.err.println("Building the data set in " + folder);
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        delete(partial);
        try (Postgres postgres = Postgres.persistent(partial, freePort())) {
            Files.writeString(partial.resolve("data/postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
            postgres.stop();
            postgres.start();
            var database = postgres.database("linli");
            Migrations.migrate(
                    database.jdbcUrl(),
                    database.migrator().user(),
                    database.migrator().password());
            try (var connection = database.connectAsMigrator();
                    var statement = connection.createStatement()) {
                // Vacuum marks pages as visible to all only once their commit is on disk.
                statement.execute("set synchronous_commit = on");
                statement.execute(Files.readString(script));
                vacuum(connection);
            }
        }
        Files.move(partial, folder);
    }

    /** Tables that have grown, as they are in daily use: by itself PostgreSQL would do it while something is measured. */
    static void vacuum(Connection owner) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute("vacuum analyze");
        }
    }

    /** Changes with the migrations, the script and the settings. */
    private static String fingerprint(Path script) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(script));
        digest.update(SETTINGS.getBytes(StandardCharsets.UTF_8));
        Resource[] migrations = new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*.sql");
        Arrays.sort(migrations, Comparator.comparing(Resource::getFilename));
        for (Resource migration : migrations) digest.update(migration.getContentAsByteArray());
        return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
