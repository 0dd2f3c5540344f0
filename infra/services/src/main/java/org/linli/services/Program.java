package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running program and all it started. It ends with this JVM, however the JVM ends. */
final class Program {
    private final Process process;
    private final String stopSignal;
    private final Process leash;
    private final Path log;

    private Program(Process process, String stopSignal, Process leash, Path log) {
        this.process = process;
        this.stopSignal = stopSignal;
        this.leash = leash;
        this.log = log;
    }

    /**
     * Starts a command under the unprivileged account in a folder; what it prints is added to {@code name.log} there.
     *
     * @param stopSignal asks it to end in good order
     */
    static Program start(
            Path folder, String name, String stopSignal, Map<String, String> environment, List<String> command) {
        var log = folder.resolve(name + ".log");
        try {
            var builder = new ProcessBuilder(Account.command(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            var process = builder.start();
            return new Program(process, stopSignal, leash(process.pid(), stopSignal), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shutdown hook does not run on kill -9, but the kernel closes our end of this pipe; then the shell ends the program. */
    private static Process leash(long pid, String stopSignal) throws IOException {
        return new ProcessBuilder("sh", "-c", "trap '' INT; read -r _; kill -" + stopSignal + " " + pid)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    /** Runs a command as ourselves to its end. */
    static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
            if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command) + ": " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Waits for the program to end by itself; anything but success is an error that shows the end of the log. */
    void await() {
        try {
            var code = process.waitFor();
            leash.destroy();
            if (code != 0) throw failed("ended with " + code);
        } catch (InterruptedException e) {
            kill();
            throw interrupted();
        }
    }

    /** What it and those before it in the folder have printed. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    IllegalStateException failed(String what) {
        try {
            var lines = Files.readAllLines(log);
            var end = lines.subList(Math.max(0, lines.size() - 30), lines.size());
            return new IllegalStateException(log + " " + what + ":\n" + String.join("\n", end));
        } catch (IOException e) {
            return new IllegalStateException(log + " " + what, e);
        }
    }

    /** Asks it to end and kills what has not ended in 20 seconds. */
    void stop() {
        signal("CONT");
        send(stopSignal, List.of(process.toHandle()));
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) kill();
        } catch (InterruptedException e) {
            kill();
            throw interrupted();
        }
        leash.destroy();
    }

    /** Kills it and all its children and waits until they are gone, since a child may hold what a successor needs. */
    void kill() {
        var family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        // Not onExit, which looks only once a second at processes that are not our own children; nor without end, since
        // in a container nobody may be there to bury them.
        for (var tries = 0; tries < 500 && family.stream().anyMatch(ProcessHandle::isAlive); tries++) pause(10);
        leash.destroy();
    }

    static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Sends a signal to the program, first, so that it starts no more children, and to its children. */
    void signal(String name) {
        send(
                name,
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList());
    }

    private static void send(String signal, List<ProcessHandle> receivers) {
        var command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\" || true", "kill"));
        receivers.forEach(receiver -> command.add(Long.toString(receiver.pid())));
        run(command.toArray(String[]::new));
    }

    static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted");
    }
}
