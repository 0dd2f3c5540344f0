package org.linli.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.linli.services.Database;
import org.linli.tenancy.Migrations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole server on a database of two empty districts, 140213 and the suspended 990101. Unless a setting says where it is, Keycloak is down. */
public final class Served implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0=";

    private final Path files = folder();
    private final ConfigurableApplicationContext server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param settings more of them, as {@code name=value} */
    public Served(Database database, String... settings) {
        this(database, LinliServer.class, settings);
    }

    /** @param server {@link LinliServer}, or a configuration that imports it and changes it */
    Served(Database database, Class<?> server, String... settings) {
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        register(database);
        this.server = new SpringApplicationBuilder(server)
                .properties(
                        "server.port=0",
                        "linli.database.host=" + database.host(),
                        "linli.database.port=" + database.port(),
                        "linli.database.name=" + database.name(),
                        "linli.database.user=" + database.app().user(),
                        "linli.database.password=" + database.app().password(),
                        "linli.keycloak.issuer=http://localhost:9/realms/linli",
                        // Tests count statements.
                        "linli.jobs=false",
                        "linli.guests.burst=10000",
                        "linli.guests.per-minute=10000",
                        "linli.guests.platform-per-minute=10000",
                        "linli.sealing.current=test",
                        "linli.sealing.keys.test=" + KEY,
                        "linli.sealing.index=" + KEY,
                        "linli.files.folder=" + files,
                        "linli.files.key=" + KEY)
                .properties(settings)
                .run();
    }

    /** The settings of a further cell, which is migrated. */
    public static String[] cell(String name, Database database) {
        Migrations.migrate(
                database.jdbcUrl(),
                database.migrator().user(),
                database.migrator().password());
        String cell = "linli.cells." + name + ".";
        return new String[] {
            cell + "host=" + database.host(),
            cell + "port=" + database.port(),
            cell + "name=" + database.name(),
            cell + "user=" + database.app().user(),
            cell + "password=" + database.app().password()
        };
    }

    private static void register(Database database) {
        try (Connection migrator = database.connectAsMigrator();
                var statement = migrator.createStatement()) {
            statement.execute("""
                    insert into district (id, code, name, state, kc_org_id)
                    values (uuidv7(), '140213', '平城区', 'ACTIVE', '01900000-0000-4000-8000-000000140213'),
                           (uuidv7(), '990101', '示例区', 'SUSPENDED', '01900000-0000-4000-8000-000000990101')
                    on conflict do nothing
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A part of the server. */
    <T> T part(Class<T> type) {
        return server.getBean(type);
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, JsonNode body) {
        public String code() {
            return body.at("/errors/0/extensions/code").stringValue("");
        }

        public String message() {
            return body.at("/errors/0/message").stringValue("");
        }
    }

    /** A guest's question. */
    Answer ask(String document) {
        return ask(document, Map.of(), "X-District", "140213");
    }

    public Answer ask(String document, Map<String, ?> variables, String... headers) {
        return post("/graphql", JSON.writeValueAsString(Map.of("query", document, "variables", variables)), headers);
    }

    public Answer post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/graphql-response+json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < headers.length; i += 2)
            if (given.add(headers[i])) request.setHeader(headers[i], headers[i + 1]);
            else request.header(headers[i], headers[i + 1]);
        return send(request);
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(30)));
    }

    /** Where its files lie. */
    public Path files() {
        return files;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("served");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI at(String path) {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.server.port") + path);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        http.close();
        FileSystemUtils.deleteRecursively(files.toFile());
    }
}
