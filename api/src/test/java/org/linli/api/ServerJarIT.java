package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.services.Database;
import org.linli.services.Postgres;

/** What an operator has in hand: {@code java -jar}, settings from the environment, an empty database. */
class ServerJarIT {
    private static final Path JAR = Path.of("target", "linli.jar");
    private static final String KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0=";
    private static final Pattern PORT = Pattern.compile("Netty started on port (\\d+)");

    private final Database database = Postgres.shared().freshDatabase("jar");

    @TempDir
    private Path folder;

    @Test
    void itMigratesAndThenServes() throws Exception {
        Process early = server();
        assertThat(early.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(early.exitValue()).isNotZero();
        assertThat(log()).contains("does not have the schema of this build");

        Process refused = migration("wrong");
        assertThat(refused.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(refused.exitValue()).isNotZero();
        assertThat(log())
                .contains("does not serve " + database.migrator().user())
                .doesNotContain("\tat ");

        Process migration = migration(database.migrator().password());
        assertThat(migration.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(migration.exitValue()).as(log()).isZero();

        Process server = server();
        try {
            int port = port(server);
            assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/").body()).contains("Linli");
            assertThat(get(port, "/vendor/graphiql.js").statusCode()).isEqualTo(200);
            assertThat(get(port, "/platform-key.pem").body()).startsWith("-----BEGIN PUBLIC KEY-----");
            assertThat(get(port, "/schema.graphqls").body()).contains("type Query");
            assertThat(get(port, "/assets/linli.css").statusCode()).isEqualTo(200);
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private Process migration(String password) throws IOException {
        return run(
                Map.of(
                        "LINLI_DATABASE_MIGRATOR_USER",
                        database.migrator().user(),
                        "LINLI_DATABASE_MIGRATOR_PASSWORD",
                        password),
                "migrate");
    }

    private Process server() throws IOException {
        return run(Map.of(
                "SERVER_PORT",
                "0",
                "LINLI_DATABASE_USER",
                database.app().user(),
                "LINLI_DATABASE_PASSWORD",
                database.app().password(),
                "LINLI_KEYCLOAK_ISSUER",
                "http://localhost:9/realms/linli",
                "LINLI_SEALING_CURRENT",
                "one",
                "LINLI_SEALING_KEYS_ONE",
                KEY,
                "LINLI_SEALING_INDEX",
                KEY,
                "LINLI_FILES_FOLDER",
                folder.resolve("files").toString(),
                "LINLI_FILES_KEY",
                KEY,
                "LINLI_DELETION_KEY",
                KEY));
    }

    private Process run(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("LINLI_DATABASE_HOST", database.host());
        builder.environment().put("LINLI_DATABASE_PORT", String.valueOf(database.port()));
        builder.environment().put("LINLI_DATABASE_NAME", database.name());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int port(Process server) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (true) {
            Matcher started = PORT.matcher(log());
            if (started.find()) return Integer.parseInt(started.group(1));
            assertThat(server.isAlive()).as(log()).isTrue();
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
