import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.linli.services.Database;
import org.slf4j.LoggerFactory;

/**
 * What a delivery of the feed costs, beside a writer of ready frames that does nothing else, and what streams cost that have nothing to tell. What
 * serves has one core; PostgreSQL, those who write and those who follow have the other.
 */
final class Feed implements AutoCloseable {
    private static final Path HERE = Path.of("e2e/benchmark");
    private static final Path WORK = Path.of("e2e/target/benchmark").toAbsolutePath();
    private static final int DISTRICTS = 20;
    private static final String FOLLOW = """
            {"id":"1","type":"subscribe","payload":{"query":"subscription { updates { id cursor type at toState entity { id } ... on EnrolmentMoved { activity { title } } } }"}}""";
    /** As a use case leaves it: the line, and what is to be numbered. */
    private static final String EVENT = """
            with line as (
                insert into event (district_id, id, name, subject_type, subject_id, to_state, actor_roles, payload)
                select e.district_id, ?::uuid, 'ENROLMENT_MOVED', 'Enrolment', e.id, 'CONFIRMED', '{RESIDENT}',
                       json_build_object('activity_id', e.activity_id)
                  from enrolment e where e.district_id = ?::uuid and e.status = 'CONFIRMED' limit 1 offset ?
                returning district_id, id)
            insert into arrival select * from line
            """;

    private final Map<String, String> options = new LinkedHashMap<>(
            Map.of("-c", "500", "-r", "50", "-w", "60", "-s", "30", "-n", "3", "-i", "10000"));
    private final DataSet data;
    private final Issuer issuer = new Issuer();
    private final Database database;
    private final Connection migrator;
    private final ServerProcess server;

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try (Feed feed = new Feed(arguments)) {
            feed.run();
        }
    }

    private Feed(String... arguments) throws Exception {
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        data = DataSet.open(HERE.resolve("data.sql"));
        pin(data.postmaster());
        pin(ProcessHandle.current().pid());
        database = data.postgres().database("linli");
        migrator = database.connectAsMigrator();
        server = ServerProcess.start(database, URI.create(issuer.address()), WORK);
        server.awaitReady(HttpClient.newHttpClient());
    }

    private static void pin(long process) throws IOException, InterruptedException {
        new ProcessBuilder("taskset", "-acp", "1", Long.toString(process)).start().waitFor();
    }

    private int option(String name) {
        return Integer.parseInt(options.get(name));
    }

    private void run() throws Exception {
        try (Sockets sockets = new Sockets()) {
            sockets.open(server.address(), officers(option("-c"), 1), FOLLOW);
            // Until each has been told where it begins.
            Thread.sleep(5000);
            System.err.println("Warming up");
            follow(sockets, option("-w") / 2);
            DataSet.vacuum(migrator);
            follow(sockets, option("-w") / 2);
            System.out.printf("%-10s%14s%14s%16s%12s%12s%n", "", "deliveries/s", "server us", "postgres us", "p50 ms", "p99 ms");
            for (int round = 0; round < option("-n"); round++) {
                follow(sockets, option("-s"));
                floor(sockets.sample, option("-s"));
            }
        }
        idle(option("-i"));
    }

    /** Officers of the first districts, each with an account of its own. */
    private List<String> officers(int count, int districts) throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String code = String.valueOf(990101 + i % districts);
            tokens.add(issuer.token(
                    UUID.randomUUID().toString(),
                    code,
                    "01900000-0000-4000-8000-000000" + code,
                    List.of("/DISTRICT_OFFICER")));
        }
        return tokens;
    }

    private void follow(Sockets sockets, int seconds) throws Exception {
        sockets.delays.clear();
        sockets.committed.clear();
        long told = sockets.told.sum();
        double serving = Cpu.of(server.process().pid());
        double postgres = Cpu.ofFamily(data.postmaster());
        write(sockets, seconds);
        long expected = (long) seconds * option("-r") * option("-c");
        // A server that is not warm yet is behind in the end.
        for (int i = 0; i < 300 && sockets.told.sum() - told < expected; i++) Thread.sleep(100);
        told = sockets.told.sum() - told;
        serving = Cpu.of(server.process().pid()) - serving;
        postgres = Cpu.ofFamily(data.postmaster()) - postgres;
        if (told != expected || !sockets.refused.isEmpty())
            throw new IllegalStateException(told + " deliveries instead of " + expected + " " + sockets.refused.peek());
        List<Long> delays = sockets.delays.stream().sorted().toList();
        System.out.printf(
                "%-10s%14.0f%14.2f%16.2f%12.2f%12.2f%n",
                "feed",
                (double) told / seconds,
                serving * 1e6 / told,
                postgres * 1e6 / told,
                delays.get(delays.size() / 2) / 1e6,
                delays.get(delays.size() * 99 / 100) / 1e6);
    }

    /** At an even pace, each in a transaction of its own, by the server's role; who numbers is told after the commit. */
    private void write(Sockets sockets, int seconds) throws SQLException, InterruptedException {
        UUID district = UUID.fromString("01900000-0000-7000-8000-000000990101");
        try (Connection app = database.connectAsApp();
                Statement statement = app.createStatement();
                PreparedStatement event = app.prepareStatement(EVENT)) {
            app.setAutoCommit(false);
            long pause = TimeUnit.SECONDS.toNanos(1) / option("-r");
            long next = System.nanoTime();
            for (int i = 0; i < seconds * option("-r"); i++) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                next += pause;
                UUID id = UUID.randomUUID();
                statement.execute("select enter_district('" + district + "')");
                event.setObject(1, id);
                event.setObject(2, district);
                event.setInt(3, i % 100);
                event.executeUpdate();
                // Whoever is told before this thread is back was told of a commit all the same.
                sockets.committed.put(id.toString(), System.nanoTime());
                app.commit();
                statement.execute("notify linli_arrival");
                app.commit();
            }
        }
    }

    private void floor(byte[] frame, int seconds) throws Exception {
        Path file = WORK.resolve("frame");
        Files.write(file, frame);
        int port = DataSet.freePort();
        Process floor = new ProcessBuilder(
                        "taskset",
                        "-c",
                        "0",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("linli.benchmark.server"),
                        HERE.resolve("Floor.java").toString(),
                        String.valueOf(port),
                        file.toString(),
                        options.get("-r"))
                .inheritIO()
                .start();
        try (Sockets sockets = new Sockets()) {
            awaitListening(port, floor);
            List<String> none = new ArrayList<>();
            for (int i = 0; i < option("-c"); i++) none.add("");
            sockets.open(URI.create("http://127.0.0.1:" + port + "/"), none, "{}");
            Thread.sleep(10_000);
            long told = sockets.told.sum();
            double serving = Cpu.of(floor.pid());
            Thread.sleep(seconds * 1000L);
            told = sockets.told.sum() - told;
            serving = Cpu.of(floor.pid()) - serving;
            System.out.printf("%-10s%14.0f%14.2f%n", "floor", (double) told / seconds, serving * 1e6 / told);
        } finally {
            floor.destroy();
            floor.waitFor();
        }
    }

    private static void awaitListening(int port, Process process) throws Exception {
        while (process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException notYet) {
                Thread.sleep(200);
            }
        }
        throw new IllegalStateException("the floor did not start");
    }

    /** Streams of all districts, of accounts that differ, in which nothing happens. */
    private void idle(int streams) throws Exception {
        List<String> tokens = officers(streams, DISTRICTS);
        Thread.sleep(10_000);
        long before = live();
        double quiet = statements(30);
        try (Sockets sockets = new Sockets()) {
            sockets.open(server.address(), tokens, FOLLOW);
            // Until all are registered, and what was asked to let them in is done.
            Thread.sleep(45_000);
            double serving = Cpu.of(server.process().pid());
            double idle = statements(60);
            serving = Cpu.of(server.process().pid()) - serving;
            long after = live();
            if (sockets.alive() != streams) throw new IllegalStateException("only " + sockets.alive() + " are left");
            System.out.printf(
                    "%d idle streams: %.2f statements/s (%.2f without any), %.1f %% of a core, %.1f KB of heap a stream%n",
                    streams, idle, quiet, serving * 100 / 60, (after - before) / 1024.0 / streams);
        }
    }

    /** What the server has PostgreSQL do, a second: statements, where each is a transaction of its own, as reads are. */
    private double statements(int seconds) throws SQLException, InterruptedException {
        long before = transactions();
        Thread.sleep(seconds * 1000L);
        // Less the look itself.
        return (double) (transactions() - before - 1) / seconds;
    }

    private long transactions() throws SQLException {
        try (Statement statement = migrator.createStatement();
                var rows = statement.executeQuery(
                        "select s.xact_commit + s.xact_rollback from pg_stat_database s where s.datname = current_database()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Bytes of objects that are in use. */
    private long live() throws Exception {
        Process histogram = new ProcessBuilder(
                        Path.of(ProcessHandle.current().info().command().orElseThrow())
                                .resolveSibling("jcmd")
                                .toString(),
                        Long.toString(server.process().pid()),
                        "GC.class_histogram")
                .start();
        String total = histogram.inputReader().readAllLines().getLast();
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }

    @Override
    public void close() throws Exception {
        server.close();
        migrator.close();
        issuer.close();
        data.close();
    }
}
