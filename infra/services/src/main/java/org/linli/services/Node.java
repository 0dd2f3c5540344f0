package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of our own servers, as a process that can be killed or asked to leave, and comes back at the same address. It ends with this JVM. */
public final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0=";

    private final int port = Service.freePort();
    private final Path folder = Folders.throwaway("server");
    private final Map<String, String> environment = new TreeMap<>();
    private final Thread atExit = new Thread(this::kill);
    private @Nullable Process process;

    /**
     * Over a database that has the schema.
     *
     * @param issuer who signs tokens
     */
    public Node(Database database, URI issuer) {
        environment.putAll(Map.of(
                "SERVER_PORT", String.valueOf(port),
                "LINLI_DATABASE_HOST", database.host(),
                "LINLI_DATABASE_PORT", String.valueOf(database.port()),
                "LINLI_DATABASE_NAME", database.name(),
                "LINLI_DATABASE_USER", database.app().user(),
                "LINLI_DATABASE_PASSWORD", database.app().password(),
                "LINLI_KEYCLOAK_ISSUER", issuer.toString()));
        environment.putAll(Map.of(
                "LINLI_JOBS",
                "false",
                "LINLI_GUESTS_BURST",
                "1000000",
                "LINLI_GUESTS_PERMINUTE",
                "1000000",
                "LINLI_SEALING_CURRENT",
                "one",
                "LINLI_SEALING_KEYS_ONE",
                KEY,
                "LINLI_SEALING_INDEX",
                KEY,
                "LINLI_FILES_FOLDER",
                folder.resolve("files").toString(),
                "LINLI_FILES_KEY",
                KEY));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** With a setting that is not a test's usual one. */
    public Node with(String setting, String value) {
        environment.put(setting, value);
        return this;
    }

    /** Of the class path of this JVM; returns when it answers. */
    public Node start() {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.linli.api.LinliServer");
        try {
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var deadline = Instant.now().plus(PATIENCE);
        while (!Service.listening(port)) {
            if (!isAlive() || Instant.now().isAfter(deadline))
                throw new IllegalStateException("a server did not start:\n" + log());
            Program.pause(50);
        }
        return this;
    }

    public URI at() {
        return URI.create("http://localhost:" + port + "/");
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Everything it has printed, in all its lives. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to leave, and returns when it has. */
    public void stop() {
        if (process == null) return;
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS))
                throw new IllegalStateException("a server did not leave:\n" + log());
        } catch (InterruptedException e) {
            throw Program.interrupted();
        }
    }

    /** Ends it at once, as a power cut would. */
    public void kill() {
        if (process == null) return;
        process.destroyForcibly();
        while (process.isAlive()) Program.pause(5);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        Folders.delete(folder);
    }
}
