package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A server on this machine that tests may treat as badly as production does. Host and port stay the same through all of
 * it; the server ends with the JVM at the latest, however the JVM ends.
 */
public abstract sealed class Service implements AutoCloseable permits Postgres, Keycloak {
    static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Server server;
    private final int port;
    private final Thread atExit;

    Service(Server server, int port) {
        this.server = server;
        this.port = port;
        atExit = new Thread(server::close);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @throws IllegalStateException where something else listens on the port already, and would be taken for the service */
    static <S extends Service> S started(S service) {
        try {
            if (listening(service.port()))
                throw new IllegalStateException("something listens on port " + service.port() + " already");
            service.start();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** Starts the server again after {@link #stop} or {@link #kill}; returns when it answers. Its data are still there. */
    public final void start() {
        server.start();
        var deadline = Instant.now().plus(PATIENCE);
        while (!answers()) {
            server.check();
            if (Instant.now().isAfter(deadline)) throw new IllegalStateException(this + " does not answer");
            Program.pause(20);
        }
    }

    /** Whether the server does its work; soon false if it does not. */
    abstract boolean answers();

    /** Ends in good order, cutting off who is connected. */
    public final void stop() {
        server.stop();
    }

    /** Ends it at once, as a power cut would; what was committed is there after {@link #start}. */
    public final void kill() {
        server.kill();
    }

    /** Holds the server still: connections stay open and nothing answers until {@link #thaw}. */
    public final void freeze() {
        server.freeze();
    }

    public final void thaw() {
        server.thaw();
    }

    /** What it has written into its log so far. */
    public final String log() {
        return server.log();
    }

    /** Stops the server for good; a throwaway one loses its data. */
    @Override
    public final void close() {
        server.close();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Deletes what a persistent service kept in the folder, once it is closed. */
    public static void forget(Path folder) {
        if (ContainerServer.chosen()) ContainerServer.forget(folder);
        else Folders.delete(folder);
    }

    /** Whether anybody listens on the port of this machine. */
    public static boolean listening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _nobody) {
            return false;
        }
    }

    /** A port that nobody listens on, below those that connections get by themselves: one of them may be gone before it is used. */
    public static int freePort() {
        while (true)
            try (var socket = new ServerSocket(
                    ThreadLocalRandom.current().nextInt(20_000, 32_000), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _taken) {
                // Another one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " on port " + port;
    }
}
