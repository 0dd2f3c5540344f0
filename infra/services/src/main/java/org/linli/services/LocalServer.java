package org.linli.services;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server that is a process of this machine and keeps everything in one folder. */
final class LocalServer implements Server {
    private final Path folder;
    private final boolean throwaway;
    private final Supplier<Program> launch;
    private @Nullable Program program;

    LocalServer(Path folder, boolean throwaway, Supplier<Program> launch) {
        this.folder = folder;
        this.throwaway = throwaway;
        this.launch = launch;
    }

    @Override
    public synchronized void start() {
        if (program == null) program = launch.get();
    }

    @Override
    public synchronized void check() {
        if (program != null && !program.isAlive()) throw program.failed("ended");
    }

    @Override
    public synchronized void stop() {
        if (program != null) program.stop();
        program = null;
    }

    @Override
    public synchronized void kill() {
        if (program != null) program.kill();
        program = null;
    }

    @Override
    public synchronized void freeze() {
        if (program != null) program.signal("STOP");
    }

    @Override
    public synchronized void thaw() {
        if (program != null) program.signal("CONT");
    }

    @Override
    public synchronized String log() {
        return Objects.requireNonNull(program, "it does not run").log();
    }

    @Override
    public void close() {
        stop();
        if (throwaway) Folders.delete(folder);
    }
}
