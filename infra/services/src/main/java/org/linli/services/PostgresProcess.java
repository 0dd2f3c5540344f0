package org.linli.services;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as a process of this machine, from the embedded binaries. */
final class PostgresProcess implements Server {
    /**
     * What a throwaway server may do without: it need not survive a power cut. A killed process loses nothing by it, as it
     * would with synchronous_commit off.
     */
    private static final Map<String, String> CARELESS = Map.of("fsync", "off", "full_page_writes", "off");

    private final Path folder;
    private final Path data;
    private final int port;
    private final boolean throwaway;
    private @Nullable Program program;

    /** {@code folder} holds, or will hold, the data directory and the log. */
    PostgresProcess(Path folder, int port, boolean throwaway) {
        this.folder = folder.toAbsolutePath();
        data = folder.resolve("data");
        this.port = port;
        this.throwaway = throwaway;
    }

    /** Copies the data directory that every new server starts from, if there is none yet. */
    void fill(Path template) {
        if (Files.exists(data)) return;
        Folders.readable(folder);
        Program.run("cp", "-a", "--reflink=auto", template.resolve("data").toString(), data.toString());
    }

    /** Makes an empty data directory: UTF-8, compared by code point, with ICU collations at hand. */
    static void initialise(Path folder, Login superuser) {
        var data = folder.resolve("data");
        var password = folder.resolve("password");
        try {
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, superuser.password());
            Account.own(data);
            Account.own(password);
            Program.start(
                            folder,
                            "initdb",
                            Map.of("LC_ALL", "C"),
                            List.of(
                                    binaries().resolve("bin/initdb").toString(),
                                    "--pgdata=" + data,
                                    "--username=" + superuser.user(),
                                    "--pwfile=" + password,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8",
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8",
                                    "--no-sync"))
                    .await();
            Files.delete(password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void start() {
        forgetDeadPostmaster();
        var command = new ArrayList<String>(List.of(
                binaries().resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        var settings = new TreeMap<String, String>(Postgres.SETTINGS);
        settings.put("listen_addresses", Postgres.HOST);
        settings.put("unix_socket_directories", "");
        if (throwaway) settings.putAll(CARELESS);
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        program = Program.start(folder, "postgres", Map.of("LC_ALL", "C"), command);
    }

    /** After kill -9 the file names a process that may be somebody else's by now; PostgreSQL would then refuse to start. */
    private void forgetDeadPostmaster() {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) return;
        try {
            var pid = Long.parseLong(Files.readAllLines(file).getFirst().trim());
            var command =
                    ProcessHandle.of(pid).flatMap(process -> process.info().command());
            if (command.filter(name -> name.endsWith("/postgres")).isPresent())
                throw new IllegalStateException(
                        "PostgreSQL process " + pid + " already serves " + data + "; stop it or choose another folder");
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    public void close() {
        stop();
        if (throwaway) Folders.delete(folder);
    }

    static Path binaries() {
        return Folders.cached("postgres-" + version(), PostgresProcess::unpack);
    }

    static String version() {
        return Folders.resource("postgres.version").trim();
    }

    private static void unpack(Path folder) throws IOException {
        var archive = switch (System.getProperty("os.arch")) {
            case "amd64" -> "/postgres-linux-x86_64.txz";
            case "aarch64" -> "/postgres-linux-arm_64.txz";
            default ->
                throw new IllegalStateException("no embedded PostgreSQL for " + System.getProperty("os.arch")
                        + "; use -Dlinli.services=container");
        };
        try (var in = PostgresProcess.class.getResourceAsStream(archive)) {
            if (in == null) throw new IllegalStateException(archive + " is not on the classpath");
            var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)));
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) throw new IOException("entry outside the archive: " + entry.getName());
                Folders.readable(entry.isDirectory() ? file : file.resolveSibling("."));
                if (entry.isDirectory()) continue;
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    var mode = (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x";
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
                }
            }
        }
    }
}
