import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.linli.services.Database;
import org.linli.services.Keycloak;
import org.linli.services.Mail;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What one district notices of others: of one that asks for ten times its share, and of hundreds that come on board by one job. Its requests come
 * at an even pace whether answers are late or not, and wait from when they were due. Whoever asks, the server and PostgreSQL have one core, so that
 * nobody waits for the other core before he has asked; that one is the other district's, or the job's: of the server that works it off, and Keycloak.
 */
final class Neighbours implements AutoCloseable {
    private static final Path HERE = Path.of("e2e/benchmark");
    private static final Path WORK = Path.of("e2e/target/benchmark").toAbsolutePath();
    private static final String QUIET = "990101";
    private static final String NOISY = "990102";
    private static final int TIMES = 10;

    private final Map<String, String> options = new LinkedHashMap<>(
            Map.of("-r", "100", "-w", "60", "-s", "20", "-n", "5", "-d", "500", "-o", "activities"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final Issuer issuer = new Issuer();
    private final DataSet data;
    private final Database database;
    private final Connection migrator;
    private final ServerProcess server;

    /**
     * {@code noise} is this program as the other district, in a process of its own; {@code busy} has work that concerns nobody, until it is
     * stopped.
     */
    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        if (arguments.length > 0 && arguments[0].equals("noise")) {
            Traffic traffic = Traffic.read(URI.create(arguments[1]), Path.of(arguments[2]));
            System.out.println(traffic.at(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])).codes);
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("busy")) {
            byte[] memory = new byte[16 << 20];
            while (true) MessageDigest.getInstance("SHA-256").digest(memory);
        }
        try (Neighbours neighbours = new Neighbours(arguments)) {
            neighbours.run();
        }
    }

    private Neighbours(String... arguments) throws Exception {
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        data = DataSet.open(HERE.resolve("data.sql"));
        pin(data.postmaster(), 0);
        pin(ProcessHandle.current().pid(), 0);
        database = data.postgres().database("linli");
        migrator = database.connectAsMigrator();
        server = ServerProcess.start(database, URI.create(issuer.address()), WORK, "--linli.jobs=false");
        server.awaitReady(http);
    }

    private int option(String name) {
        return Integer.parseInt(options.get(name));
    }

    private void run() throws Exception {
        Traffic quiet = traffic(QUIET);
        System.err.println("Warming up");
        quiet.at(2 * option("-r"), option("-w"));
        noisy(quiet);
        onboarding(quiet);
    }

    /** Reads of one district by one of its officers. */
    private Traffic traffic(String code) throws Exception {
        Operation operation = new Operation(options.get("-o"), HERE.resolve("operations"), WORK, migrator);
        String token = issuer.token(
                UUID.randomUUID().toString(), code, "01900000-0000-4000-8000-000000" + code, List.of("/DISTRICT_OFFICER"));
        Path file = WORK.resolve(code + ".traffic");
        List<String> lines = new ArrayList<>(List.of(token));
        for (String line : Files.readAllLines(operation.requests()))
            if (line.startsWith(code + "\t")) lines.add(line.substring(code.length() + 1));
        Files.write(file, lines);
        return Traffic.read(server.address(), file);
    }

    /** The other at its share, and at ten times that, in turn. */
    private void noisy(Traffic quiet) throws Exception {
        execute("""
                insert into district_quota (district_id, requests_per_second, requests_at_once, cost_per_second, storage_bytes)
                select d.id, %d, 100, 1000000, 1000000000 from district d where d.code = '%s'
                on conflict (district_id) do update set requests_per_second = excluded.requests_per_second
                """.formatted(option("-r"), NOISY));
        traffic(NOISY);
        System.out.printf("%-34s%10s%10s%10s%10s  %s%n", "the other district asks for", "p50 ms", "p95 ms", "p99 ms", "errors", "it is told");
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < option("-n"); round++) {
            Measured share = beside(quiet, 1);
            Measured more = beside(quiet, TIMES);
            ratios.add(more.percentile(95) / share.percentile(95));
        }
        System.out.println("ratio of p95: " + median(ratios) + ", of " + ratios);
    }

    private Measured beside(Traffic quiet, int times) throws Exception {
        Process noise = itself(
                List.of("nice", "-n", "10"),
                "noise",
                server.address().toString(),
                WORK.resolve(NOISY + ".traffic").toString(),
                String.valueOf(times * option("-r")),
                String.valueOf(option("-s") + 10));
        // Until it has been compiled and runs.
        Thread.sleep(7000);
        Measured measured = quiet.at(option("-r"), option("-s"));
        print(times + " x its share", measured, noise.inputReader().readAllLines().getLast());
        noise.waitFor();
        return measured;
    }

    /** Two cores that are both at work are slower than one: what is to be measured is what comes beyond that. */
    private Measured besideBusyCore(Traffic quiet) throws Exception {
        Process busy = itself(List.of("chrt", "--idle", "0"), "busy");
        try {
            Thread.sleep(3000);
            return quiet.at(option("-r"), option("-s"));
        } finally {
            busy.destroy();
            busy.waitFor();
        }
    }

    /** On the second core. */
    private static Process itself(List<String> scheduled, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(scheduled);
        command.addAll(List.of(
                "taskset",
                "-c",
                "1",
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                HERE.resolve("Neighbours.java").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void onboarding(Traffic quiet) throws Exception {
        int districts = option("-d");
        if (districts == 0) return;
        tidy();
        try (Mail letters = Mail.shared();
                Keycloak keycloak = Keycloak.throwaway();
                ServerProcess worker = ServerProcess.startAside(
                        database,
                        keycloak.issuer(),
                        WORK,
                        "--linli.keycloak.provisioner-secret=linli-provisioner-dev-secret")) {
            worker.awaitReady(http);
            List<Long> directory = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("quarkus"))
                    .map(ProcessHandle::pid)
                    .toList();
            for (long process : directory) throttle(process);
            execute("update district set kc_org_id = kc_org_id where code = '990101'");
            System.out.println("a token of Keycloak before, ms: " + tokens(keycloak));
            List<Measured> before = new ArrayList<>();
            for (int round = 0; round < option("-n"); round++) {
                print("nothing", quiet.at(option("-r"), option("-s")), "");
                before.add(besideBusyCore(quiet));
                print("a second core that is as busy", before.getLast(), "");
            }
            long begun = System.nanoTime();
            onboard(worker.address().resolve("/platform/graphql"), keycloak.operatorToken(), districts);
            List<Measured> meanwhile = new ArrayList<>();
            while (count("onboarding where status = 'READY'") < districts) {
                meanwhile.add(quiet.at(option("-r"), option("-s")));
                print(count("onboarding where status = 'READY'") + " districts so far", meanwhile.getLast(), "");
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double was = median(before.stream().map(m -> m.percentile(95)).toList());
            double is = median(meanwhile.stream().map(m -> m.percentile(95)).toList());
            System.out.printf(
                    "%d districts in %.0f s; p95 %.2f ms beside them, %.2f ms beside a busy core: ratio %.2f; errors %d%n",
                    districts, seconds, is, was, is / was, meanwhile.stream().mapToLong(Measured::errors).sum());
            System.out.println("a token of Keycloak afterwards, ms: " + tokens(keycloak));
            System.out.println("memory afterwards, MiB: server " + memory(server.process().pid()) + ", worker "
                    + memory(worker.process().pid()) + ", Keycloak " + directory.stream().map(Neighbours::memory).toList()
                    + "; organizations " + count("district where kc_org_id is not null and code like '8%'"));
        }
    }

    /** Reads alone leave nothing to tidy; of what changes, PostgreSQL has to know how much there is by now. */
    private void tidy() throws IOException, InterruptedException {
        Files.writeString(data.folder().resolve("data/postgresql.conf"), "autovacuum = on\n", StandardOpenOption.APPEND);
        new ProcessBuilder("kill", "-HUP", String.valueOf(data.postmaster())).start().waitFor();
    }

    private void onboard(URI platform, String token, int districts) throws Exception {
        String list = IntStream.range(0, districts)
                .mapToObj(i -> """
                        {code: "%1$d", name: "示例区%1$d",
                         administrator: {username: "admin-%1$d", email: "admin-%1$d@example.test", name: "示例"}}"""
                        .formatted(800001 + i))
                .collect(Collectors.joining(" "));
        String document = "mutation { onboardDistricts(districts: [" + list + "]) { __typename ... on Refusal { message } } }";
        String answer = http.send(
                        HttpRequest.newBuilder(platform)
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.ofString(Operation.JSON.writeValueAsString(Map.of("query", document))))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        if (!answer.contains("OnboardingsBegun")) throw new IllegalStateException(answer);
    }

    /** The median and the 95th percentile of fifty. */
    private static String tokens(Keycloak keycloak) {
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long begun = System.nanoTime();
            keycloak.newClientToken("integrator-140213-demo", "integrator-dev-secret", "");
            taken.add((System.nanoTime() - begun) / 1e6);
        }
        Collections.sort(taken);
        return "p50 %.1f, p95 %.1f".formatted(taken.get(25), taken.get(47));
    }

    private static long memory(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void print(String beside, Measured measured, String told) {
        System.out.printf(
                "%-34s%10.2f%10.2f%10.2f%10d  %s%n",
                beside, measured.percentile(50), measured.percentile(95), measured.percentile(99), measured.errors(), told);
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void pin(long process, int core) throws IOException, InterruptedException {
        new ProcessBuilder("taskset", "-acp", String.valueOf(core), String.valueOf(process)).start().waitFor();
    }

    /** What others leave of the second core. */
    private static void throttle(long process) throws IOException, InterruptedException {
        pin(process, 1);
        new ProcessBuilder("chrt", "--all-tasks", "--idle", "--pid", "0", String.valueOf(process)).start().waitFor();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = migrator.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String rows) throws SQLException {
        try (var statement = migrator.createStatement();
                var count = statement.executeQuery("select count(*) from " + rows)) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Milliseconds from when an answer was due to be asked for until it was there, sorted; and how each ended. */
    private record Measured(double[] waited, Map<String, AtomicLong> codes) {
        double percentile(int of) {
            return waited[Math.min(waited.length - 1, waited.length * of / 100)];
        }

        long errors() {
            return codes.entrySet().stream()
                    .filter(code -> !code.getKey().equals("OK"))
                    .mapToLong(code -> code.getValue().get())
                    .sum();
        }
    }

    /** What somebody asks again and again. */
    private record Traffic(HttpClient http, List<HttpRequest> requests) {
        /** @param file a token, and the bodies below it */
        static Traffic read(URI address, Path file) throws IOException {
            List<String> lines = Files.readAllLines(file);
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + lines.getFirst())
                    .timeout(Duration.ofSeconds(30));
            return new Traffic(
                    HttpClient.newHttpClient(),
                    lines.stream()
                            .skip(1)
                            .map(body -> request.copy().POST(BodyPublishers.ofString(body)).build())
                            .toList());
        }

        Measured at(int perSecond, int seconds) throws InterruptedException {
            int count = perSecond * seconds;
            double[] waited = new double[count];
            Map<String, AtomicLong> codes = new ConcurrentHashMap<>();
            long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
            long first = System.nanoTime();
            var left = new java.util.concurrent.CountDownLatch(count);
            for (int i = 0; i < count; i++) {
                long due = first + i * pause;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                int asked = i;
                http.sendAsync(requests.get(i % requests.size()), BodyHandlers.ofString())
                        .whenComplete((answer, failure) -> {
                            waited[asked] = (System.nanoTime() - due) / 1e6;
                            codes.computeIfAbsent(code(answer, failure), code -> new AtomicLong()).incrementAndGet();
                            left.countDown();
                        });
            }
            left.await();
            Arrays.sort(waited);
            return new Measured(waited, codes);
        }

        private static String code(HttpResponse<String> answer, Throwable failure) {
            if (failure != null) return failure.getClass().getSimpleName();
            if (!answer.body().contains("\"errors\"")) return answer.statusCode() == 200 ? "OK" : "HTTP " + answer.statusCode();
            JsonNode code = Operation.JSON.readTree(answer.body()).at("/errors/0/extensions/code");
            return code.asString();
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
        migrator.close();
        issuer.close();
        data.close();
    }
}
