import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import org.linli.services.Database;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures the server, with token check, row-level security and limits on, and beside it hand-written SQL that returns the
 * same JSON, or does the same in one transaction. Both are driven as fast as they go: what serves has one core, PostgreSQL and the load the other.
 */
final class Benchmark implements AutoCloseable {
    private static final Path HERE = Path.of("e2e/benchmark");
    private static final Path WORK = Path.of("e2e/target/benchmark").toAbsolutePath();
    private static final List<String> OPERATIONS = List.of("activity", "activities", "tree", "merchants", "residents", "enrol");
    private static final int COMPARED = 25;

    /** Writes that a run may need, and those that were sent beyond what it counts: connections warmed up, answers not waited for. */
    private static final int MOST = 60_000;

    private static final int MINUTE = 60;

    private static final int SPARE = 1000;
    /** What one run cost: requests a second, and CPU milliseconds a request of what serves and of PostgreSQL. */
    record Run(double rate, double serving, double postgres) {
        double sum() {
            return serving + postgres;
        }

        static Run median(List<Run> runs) {
            return new Run(median(runs, Run::rate), median(runs, Run::serving), median(runs, Run::postgres));
        }

        static <T> double median(List<T> several, ToDoubleFunction<T> figure) {
            double[] sorted = several.stream().mapToDouble(figure).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /** One after the other, so that both met the machine in the same mood. */
    record Round(Run ours, Run limit) {
        double ratio() {
            return ours.sum() / limit.sum();
        }
    }

    record Result(Run ours, Run limit, double ratio) {
        static Result of(List<Round> rounds) {
            return new Result(
                    Run.median(rounds.stream().map(Round::ours).toList()),
                    Run.median(rounds.stream().map(Round::limit).toList()),
                    Run.median(rounds, Round::ratio));
        }
    }

    private final Map<String, String> options =
            new LinkedHashMap<>(Map.of("-w", "300", "-s", "4", "-n", "7", "-c", "16"));
    private final DataSet data;
    private final Issuer issuer = new Issuer();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Connection migrator;
    private final URI address;
    private final ServerProcess server;

    public static void main(String[] arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try (Benchmark benchmark = new Benchmark(arguments)) {
            benchmark.run();
        }
    }

    private Benchmark(String... arguments) throws Exception {
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        data = DataSet.open(HERE.resolve("data.sql"));
        command("taskset", "-acp", "1", Long.toString(data.postmaster()))
                .start()
                .waitFor();
        Database database = data.postgres().database("linli");
        migrator = database.connectAsMigrator();
        for (String name :
                options.getOrDefault("-o", String.join(",", OPERATIONS)).split(",", -1))
            operations.add(new Operation(name, HERE.resolve("operations"), WORK, migrator));
        issueTokens();
        Files.write(
                WORK.resolve("tokens"),
                tokens.entrySet().stream()
                        .map(t -> t.getKey() + '\t' + t.getValue())
                        .toList());
        server = ServerProcess.start(database, URI.create(issuer.address()), WORK);
        address = server.address();
    }

    /** A district officer's in each district under its code, and a resident's under each account. */
    private void issueTokens() throws Exception {
        try (var statement = migrator.createStatement();
                var accounts = statement.executeQuery("""
                        select d.code, d.kc_org_id, r.subject
                          from district d
                          left join (select district_id, subject from resident where subject is not null
                                     union all select id, null from district) r on r.district_id = d.id
                        """)) {
            while (accounts.next()) {
                String district = accounts.getString(1);
                String organization = accounts.getString(2);
                String subject = accounts.getString(3);
                tokens.put(
                        subject == null ? district : subject,
                        subject == null
                                ? issuer.token(
                                        UUID.randomUUID().toString(),
                                        district,
                                        organization,
                                        List.of("/DISTRICT_OFFICER"))
                                : issuer.token(subject, district, organization, List.of()));
            }
        }
    }

    private void run() throws Exception {
        server.awaitReady(http);
        for (Operation operation : operations) compare(operation);
        System.err.println("Both answer the same; warming up");
        int warmUp = Integer.parseInt(options.get("-w"));
        warmUp(operations, warmUp / 2);
        DataSet.vacuum(migrator);
        for (Operation operation : operations) warmUp(List.of(operation), Math.ceilDiv(warmUp, 2 * operations.size()));
        int seconds = Integer.parseInt(options.get("-s"));
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < Integer.parseInt(options.get("-n")); round++)
            for (Operation operation : operations)
                rounds.computeIfAbsent(operation.name(), name -> new ArrayList<>())
                        .add(new Round(load(List.of(operation), seconds), limit(operation)));
        Map<String, Result> results = new LinkedHashMap<>();
        rounds.forEach((name, measured) -> results.put(name, Result.of(measured)));
        System.out.printf(
                "%-12s%10s%10s%10s%10s%12s%10s%8s%n",
                "", "ours/s", "server", "postgres", "limit/s", "client", "postgres", "ratio");
        results.forEach((name, r) -> System.out.printf(
                "%-12s%10.0f%10.3f%10.3f%10.0f%12.3f%10.3f%8.2f%n",
                name,
                r.ours.rate,
                r.ours.serving,
                r.ours.postgres,
                r.limit.rate,
                r.limit.serving,
                r.limit.postgres,
                r.ratio));
        System.out.println("Requests a second; CPU ms a request; ratio of their sums. Medians of the rounds.");
        Files.write(
                WORK.resolveSibling("benchmark.json"),
                Operation.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(results));
    }

    /** Before its requests are used up there are others. */
    private void warmUp(List<Operation> mix, int seconds) throws Exception {
        for (int left = seconds; left > 0; left -= MINUTE) load(mix, Math.min(left, MINUTE));
    }

    private void compare(Operation operation) throws Exception {
        Process limit =
                command(limit("print", operation, Integer.toString(COMPARED))).start();
        List<JsonNode> expected = Operation.JSON
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(limit.getInputStream())
                .readAll();
        List<String> requests = Files.readAllLines(operation.requests());
        for (int i = 0; i < COMPARED; i++) {
            String[] request = requests.get(i).split("\t", 3);
            HttpRequest post = HttpRequest.newBuilder(address)
                    .header("Idempotency-Key", "compare-" + i)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + tokens.get(request[0]))
                    .POST(HttpRequest.BodyPublishers.ofString(request[1]))
                    .build();
            String answer =
                    http.send(post, HttpResponse.BodyHandlers.ofString()).body();
            if (!data(Operation.JSON.readTree(answer).path("data")).equals(data(expected.get(i))))
                throw new IllegalStateException("%s of %s\n  ours:  %s\n  limit: %s"
                        .formatted(operation.name(), request[1], answer, expected.get(i)));
        }
        operation.next(migrator, COMPARED, MOST);
    }

    /** Without the cursors, whose text is the server's own affair. */
    private static JsonNode data(JsonNode json) {
        for (JsonNode page : json.findParents("endCursor")) ((ObjectNode) page).remove("endCursor");
        return json;
    }

    private Run load(List<Operation> mix, int seconds) throws Exception {
        List<String> wrk = new ArrayList<>(List.of(
                "taskset",
                "-c",
                "1",
                "wrk",
                "-t1",
                "-c",
                options.get("-c"),
                "-d",
                seconds + "s",
                "--timeout",
                "30s",
                "-s",
                HERE.resolve("load.lua").toString(),
                address.toString(),
                "--",
                WORK.resolve("tokens").toString()));
        mix.forEach(operation -> wrk.add(operation.requests().toString()));
        long enrolled = mix.size() == 1 && mix.getFirst().writes() ? enrolments() : 0;
        double serving = Cpu.of(server.process().pid());
        double postgres = Cpu.ofFamily(data.postmaster());
        Process process = command(wrk.toArray(String[]::new)).start();
        String[] said = process.inputReader().readAllLines().getLast().split(" ");
        serving = Cpu.of(server.process().pid()) - serving;
        postgres = Cpu.ofFamily(data.postmaster()) - postgres;
        if (!said[2].equals("0"))
            throw new IllegalStateException(
                    said[2] + " requests failed, the last of " + mix.getLast().name());
        long requests = Long.parseLong(said[0]);
        if (enrolled > 0 && enrolments() - enrolled < requests)
            throw new IllegalStateException("%d requests, but only %d enrolments"
                    .formatted(requests, enrolments() - enrolled));
        for (Operation operation : mix) operation.next(migrator, requests / mix.size() + SPARE, MOST);
        return run(requests, Double.parseDouble(said[1]), serving, postgres);
    }

    private long enrolments() throws SQLException {
        try (var statement = migrator.createStatement();
                var count = statement.executeQuery("select count(*) from enrolment")) {
            count.next();
            return count.getLong(1);
        }
    }

    private Run limit(Operation operation) throws Exception {
        String[] limit = limit(
                System.getProperty("linli.benchmark.limit", "pipeline"),
                operation,
                options.get("-s"),
                options.get("-c"));
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
        pinned.addAll(List.of(limit));
        Process process = command(pinned.toArray(String[]::new)).start();
        try (BufferedReader out = process.inputReader();
                Writer in = process.outputWriter()) {
            out.readLine();
            double postgres = Cpu.ofFamily(data.postmaster());
            in.write('\n');
            in.flush();
            String[] said = out.readLine().split(" ");
            postgres = Cpu.ofFamily(data.postmaster()) - postgres;
            long requests = Long.parseLong(said[0]);
            operation.next(migrator, requests + SPARE, MOST);
            return run(requests, Double.parseDouble(said[1]), Double.parseDouble(said[2]), postgres);
        } finally {
            process.waitFor();
            // The end of its connections is not to be counted as anybody's requests.
            Thread.sleep(500);
        }
    }

    private String[] limit(String mode, Operation operation, String... rest) {
        Database database = data.postgres().database("linli");
        List<String> command = new ArrayList<>(List.of(
                WORK.resolve("limit").toString(),
                mode,
                "host=%s port=%d dbname=%s user=%s password=%s"
                        .formatted(
                                database.host(),
                                database.port(),
                                database.name(),
                                database.app().user(),
                                database.app().password()),
                operation.statements().toString(),
                operation.parameters().toString()));
        command.addAll(List.of(rest));
        return command.toArray(String[]::new);
    }

    private static Run run(long requests, double seconds, double serving, double postgres) {
        return new Run(requests / seconds, serving * 1000 / requests, postgres * 1000 / requests);
    }

    private static ProcessBuilder command(String... command) {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    @Override
    public void close() throws Exception {
        server.close();
        migrator.close();
        issuer.close();
        data.close();
    }
}
