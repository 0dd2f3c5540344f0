import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.linli.services.Database;

/** The server in a process of its own. */
record ServerProcess(Process process, URI address, Path log) implements AutoCloseable {
    private static final String KEY = "bGlubGktYmVuY2htYXJrLWxpbmxpLWJlbmNobWFyay0=";

    /** On the first core. */
    static ServerProcess start(Database database, URI issuer, Path work, String... more) throws IOException {
        return start(List.of("taskset", "-c", "0"), database, issuer, work, more);
    }

    /** On the second, with what others leave of it. */
    static ServerProcess startAside(Database database, URI issuer, Path work, String... more) throws IOException {
        return start(List.of("chrt", "--idle", "0", "taskset", "-c", "1"), database, issuer, work, more);
    }

    private static ServerProcess start(
            List<String> pinned, Database database, URI issuer, Path work, String... more) throws IOException {
        int port = DataSet.freePort();
        List<String> command = new ArrayList<>(pinned);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(
                Arrays.asList(System.getProperty("linli.benchmark.jvm", "").split(" ")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(
                "-cp",
                System.getProperty("linli.benchmark.server"),
                "org.linli.api.LinliServer",
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--linli.database.host=" + database.host(),
                "--linli.database.port=" + database.port(),
                "--linli.database.name=" + database.name(),
                "--linli.database.user=" + database.app().user(),
                "--linli.database.password=" + database.app().password(),
                "--linli.keycloak.issuer=" + issuer,
                "--linli.sealing.current=benchmark",
                "--linli.sealing.keys.benchmark=" + KEY,
                "--linli.sealing.index=" + KEY,
                "--linli.files.folder=" + work.resolve("files"),
                "--linli.files.key=" + KEY));
        command.addAll(List.of(more));
        Path log = work.resolve("server-" + port + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new ServerProcess(process, URI.create("http://127.0.0.1:" + port + "/graphql"), log);
    }

    void awaitReady(HttpClient http) throws Exception {
        HttpRequest ready =
                HttpRequest.newBuilder(address.resolve("/health/ready")).build();
        for (int tries = 0; tries < 600 && process.isAlive(); tries++) {
            try {
                if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) return;
            } catch (IOException notYet) {
                // The port is not open yet.
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("The server does not start; see " + log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
