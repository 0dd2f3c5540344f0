package org.linli.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.linli.api.LinliServer;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.linli.services.Postgres;
import org.linli.services.Service;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.SealingKeys;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * PostgreSQL, Keycloak and the server on this machine, with the data of two districts. {@code -Dfresh=true} starts from
 * nothing; {@code -Dlinli.demo.data} names another folder for the data, and
 * {@code linli.demo.port}, {@code .keycloak-port} and {@code .postgres-port} other ports. {@code linli.demo.lively} plays a
 * {@link LivelyDay} with so many use cases a second, {@code linli.demo.seed} another one.
 */
public final class Demo {
    private static final int SERVER = Integer.getInteger("linli.demo.port", 8080);
    private static final int KEYCLOAK = Integer.getInteger("linli.demo.keycloak-port", 8180);
    private static final int POSTGRES = Integer.getInteger("linli.demo.postgres-port", 8432);

    /** 0 for a day like any other. */
    private static final double LIVELY = Double.parseDouble(System.getProperty("linli.demo.lively", "0"));

    private static final long SEED = Long.getLong("linli.demo.seed", 1);

    /**
     * One key seals, another finds again: whoever gets the second must not open what the first has sealed. Both stand here to
     * be read, since they seal what is invented; a real server's keys are random, and its operator's.
     */
    private static final String SEALING_KEY = "bGlubGktZGVtby1zZWFsLWxpbmxpLWRlbW8tc2VhbC0=";

    private static final String INDEX_KEY = "bGlubGktZGVtby1pbmRleC1saW5saS1kZW1vLWluZGU=";

    /** Signs addresses of files; as open as the others. */
    static final String FILES_KEY = "bGlubGktZGVtby1maWxlcy1saW5saS1kZW1vLWZpbGU=";

    /** Signs what proves that a district is gone; as open as the others. */
    private static final String DELETION_KEY = "bGlubGktZGVtby1kZWxldGlvbi1saW5saS1kZW1vLWQ=";

    private Demo() {}

    public static void main(String[] arguments) {
        if (Boolean.getBoolean("linli.demo.follow")) endWithParent();
        List<Integer> taken =
                Stream.of(SERVER, KEYCLOAK, POSTGRES).filter(Service::listening).toList();
        if (!taken.isEmpty()) {
            System.err.printf("""

                    Something on this machine listens already on what the demo needs: %s. Perhaps it is another demo.
                    End it, or choose other ports, as in

                      mvn -ntp -Pdemo -pl infra/demo -am compile \\
                        -Dlinli.demo.port=9080 -Dlinli.demo.keycloak-port=9180 -Dlinli.demo.postgres-port=9432

                    """, taken);
            System.exit(1);
        }
        Path data = data();
        if (Boolean.getBoolean("fresh")) delete(data);
        if (!new Edition(SEALING_KEY, INDEX_KEY).holds(data)) {
            System.err.printf("""

                    The data in %s are those of another edition of the demo, and this one would not get along with them.
                    Start with -Dfresh=true to replace them:

                      mvn -ntp -Pdemo -pl infra/demo -am compile -Dfresh=true

                    """, data);
            System.exit(1);
        }
        System.out.printf("""

                Linli 邻里: PostgreSQL, Keycloak and the server start; data in %s
                The first time this takes two to four minutes on 2 cores, later on half a minute.
                """, data);
        // Platform threads: both wait for processes, and Keycloak is the longer wait.
        Database ready;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CompletableFuture<Keycloak> keycloak = CompletableFuture.supplyAsync(
                    () -> step(
                            "Keycloak (10 s; the first time a minute, since it imports the realm)",
                            () -> Keycloak.persistent(data.resolve("keycloak"), KEYCLOAK)),
                    threads);
            CompletableFuture<Database> server = CompletableFuture.supplyAsync(() -> database(data), threads)
                    .thenApply(database -> step("the server (10 s)", () -> serve(database, data)));
            ready = keycloak.thenCombine(server, (both, database) -> database).join();
        }
        showMail();
        System.out.print(Welcome.text(SERVER, KEYCLOAK));
        if (LIVELY > 0) live(ready);
    }

    /** Nobody is sent anything: what Keycloak writes to those who are invited is shown here. */
    private static void showMail() {
        if (Service.listening(Mail.PORT))
            System.out.printf("Letters go to what listens on port %d already.%n", Mail.PORT);
        else
            Mail.started(letter ->
                    System.out.printf("%nA letter to %s: %s%n%s%n", letter.to(), letter.subject(), letter.text()));
    }

    /** Until the demo ends. Somebody who does at the demo what a story was about makes an end of that story only. */
    private static void live(Database database) {
        Runtime.getRuntime().addShutdownHook(new Thread(Thread.currentThread()::interrupt));
        Random gaps = new Random(SEED);
        LivelyDay day = new LivelyDay(
                DemoData.neighbourhoods(OffsetDateTime.now(ZoneOffset.UTC)), SEED, OffsetDateTime.now(ZoneOffset.UTC));
        try (Player player = new Player(database, numbers())) {
            while (true) {
                Thread.sleep((long) (-1000 * Math.log(1 - gaps.nextDouble()) / LIVELY));
                try {
                    player.play(day.next(OffsetDateTime.now(ZoneOffset.UTC))).join();
                } catch (CompletionException refused) {
                    System.err.println("The lively day goes on without one of its stories: " + refused.getCause());
                    day.breakOff(OffsetDateTime.now(ZoneOffset.UTC));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Maven does not end what it started when it is itself ended by a signal. */
    private static void endWithParent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Thread.ofVirtual().start(() -> {
            parent.onExit().join();
            System.exit(0);
        });
    }

    private static Database database(Path data) {
        Database database = step(
                "PostgreSQL (5 s)",
                () -> Postgres.persistent(data.resolve("postgres"), POSTGRES).database("linli"));
        quieten();
        int migrations = step(
                "the schema (1 s; the first time 10 s)",
                () -> Migrations.migrate(
                        database.jdbcUrl(),
                        database.migrator().user(),
                        database.migrator().password()));
        System.out.printf("  ✓ the schema had %d migrations to take%n", migrations);
        return step("two districts' years (1 s; the first time a minute or two)", () -> filled(database));
    }

    private static Database filled(Database database) {
        try {
            new DemoData(database, numbers()).load();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database;
    }

    /** Until the server sets up its log, which is once the schema is there: each migration would be several lines. */
    private static void quieten() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }

    /** Says what is done, and how long it took; beside it others may be done. */
    private static <T> T step(String what, Supplier<T> step) {
        System.out.printf("  … %s%n", what);
        Instant begin = Instant.now();
        T done = step.get();
        System.out.printf(
                "  ✓ %s: %d s%n",
                what.replaceAll(" \\(.*", ""),
                Duration.between(begin, Instant.now()).toSeconds());
        return done;
    }

    private static IdentityNumbers numbers() {
        return new IdentityNumbers(new AesGcm(), SealingKeys.decode("demo", Map.of("demo", SEALING_KEY), INDEX_KEY));
    }

    private static Database serve(Database database, Path data) {
        Path files = data.resolve("files");
        Poster.lay(files);
        new SpringApplicationBuilder(LinliServer.class)
                .properties(
                        "server.port=" + SERVER,
                        // Passwords are printed, so only this machine is served.
                        "server.address=127.0.0.1",
                        "linli.database.host=" + database.host(),
                        "linli.database.port=" + database.port(),
                        "linli.database.name=" + database.name(),
                        "linli.database.user=" + database.app().user(),
                        "linli.database.password=" + database.app().password(),
                        "linli.keycloak.issuer=http://localhost:" + KEYCLOAK + "/realms/linli",
                        "linli.keycloak.provisioner-secret=linli-provisioner-dev-secret",
                        "linli.keycloak.registrar-secret=linli-registrar-dev-secret",
                        "linli.keycloak.observer-secret=linli-observer-dev-secret",
                        "linli.sealing.current=demo",
                        "linli.sealing.keys.demo=" + SEALING_KEY,
                        "linli.sealing.index=" + INDEX_KEY,
                        // Receivers of webhooks on this machine, too.
                        "linli.webhooks.plain=true",
                        "linli.webhooks.networks=127.0.0.0/8",
                        "linli.files.folder=" + files,
                        "linli.files.key=" + FILES_KEY,
                        "linli.deletion.key=" + DELETION_KEY,
                        "spring.mail.host=127.0.0.1",
                        "spring.mail.port=" + Mail.PORT,
                        "linli.mail.console=http://localhost:" + SERVER + "/console",
                        "linli.cors-origins=http://localhost:[*]",
                        "linli.districts-on-pages=140213,990101")
                .run();
        return database;
    }

    /** The account of the services has to reach the folder, and root's own folders it cannot. */
    private static Path data() {
        String named = System.getProperty("linli.demo.data", "");
        if (!named.isEmpty()) return Path.of(named).toAbsolutePath();
        Path here = Path.of(".linli", "demo").toAbsolutePath();
        boolean root = "root".equals(System.getProperty("user.name"));
        return root && !reachable(here) ? Path.of("/var/lib/linli/demo") : here;
    }

    private static boolean reachable(Path folder) {
        for (Path above = folder.getParent(); above != null; above = above.getParent())
            try {
                if (Files.exists(above)
                        && !Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE))
                    return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        return true;
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
