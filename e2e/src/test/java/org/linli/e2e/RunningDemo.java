package org.linli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.linli.services.Mail;
import org.linli.services.Service;

/** The demo as a person starts it: a process of its own, known by what it prints. One for all stories. */
final class RunningDemo {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Started when it is first asked for; where it does not start, once and not for every story. */
    private static final class Shared {
        static final RunningDemo DEMO = new RunningDemo();
    }

    private final Path folder;
    private final int serverPort = Service.freePort();
    private final int keycloakPort = Service.freePort();
    private final int postgresPort = Service.freePort();
    private Process process;
    private String printed;
    private Realm realm;

    private RunningDemo() {
        try {
            // The services may run under an account that has to reach it.
            folder = Files.createTempDirectory(
                    "linli-e2e", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            // Before the demo would take the one port for letters that the realms of all stories know.
            Mail.shared();
            process = launch(false);
            Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
            printed = welcome();
            realm = realm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RunningDemo shared() {
        return Shared.DEMO;
    }

    /** Starts it again after {@link #stop}. */
    void start(boolean fresh) {
        try {
            process = launch(fresh);
            printed = welcome();
            realm = realm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if its data had been loaded by a demo of other records. */
    void pretendAnotherEdition() {
        try {
            Files.writeString(folder.resolve("data/edition"), "another");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end (SIGTERM) and returns those of its processes that are still there afterwards. */
    List<ProcessHandle> stop() {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int tries = 0; tries < 50 && family.stream().anyMatch(ProcessHandle::isAlive); tries++) Soon.pause();
        return family.stream().filter(ProcessHandle::isAlive).toList();
    }

    /** Everything it has printed until it was ready. */
    String printed() {
        return printed;
    }

    Rows rows() {
        return new Rows(postgresPort);
    }

    Visitor guest(String district) {
        return new Visitor("guest", server(), () -> Map.of("X-District", district));
    }

    /** Somebody who says nothing about who asks. */
    Visitor stranger() {
        return new Visitor("stranger", server(), Map::of);
    }

    Visitor bearer(String token) {
        return stranger().with("Authorization", "Bearer " + token);
    }

    /** A demo user of a district, like {@code 140213-grid}. */
    Visitor user(String username) {
        return user(username, "organization:" + username.substring(0, 6));
    }

    Visitor user(String username, String scope) {
        return new Visitor(
                username,
                server(),
                () -> Map.of(
                        "Authorization",
                        "Bearer "
                                + realm.tokens(username, scope)
                                        .path("access_token")
                                        .asString()));
    }

    Visitor integrator(String district) {
        String client = "integrator-" + district + "-demo";
        return new Visitor(
                client,
                server(),
                () -> Map.of("Authorization", "Bearer " + realm.clientToken(client, "integrator-dev-secret")));
    }

    Realm realm() {
        return new Realm(address("Keycloak"));
    }

    private URI server() {
        return URI.create(address("Start page"));
    }

    /** An address as printed. */
    private String address(String name) {
        Matcher matcher = Pattern.compile(name + "\\s+(http\\S+)").matcher(printed);
        if (!matcher.find()) throw new IllegalStateException("no address of " + name + " in " + printed);
        return matcher.group(1);
    }

    private Process launch(boolean fresh) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlinli.demo.follow=true",
                "-Dlinli.demo.data=" + folder.resolve("data"),
                "-Dlinli.demo.port=" + serverPort,
                "-Dlinli.demo.keycloak-port=" + keycloakPort,
                "-Dlinli.demo.postgres-port=" + postgresPort));
        if (fresh) command.add("-Dfresh=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.linli.demo.Demo"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        // All stories come from one address, as guests of many households would not.
        builder.environment().put("LINLI_GUESTS_PERMINUTE", "1000000");
        builder.environment().put("LINLI_GUESTS_BURST", "1000000");
        return builder.start();
    }

    private String welcome() throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            String text = Files.readString(log(), UTF_8);
            if (text.contains("Ctrl-C")) return text;
            if (!process.isAlive() || Instant.now().isAfter(deadline))
                throw new IllegalStateException("the demo did not start: " + text);
            Soon.pause();
        }
    }

    private Path log() {
        return folder.resolve("demo.log");
    }

    private void leave() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
