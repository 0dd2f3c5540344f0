package org.linli.services;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL as a process of this machine, from the binaries on the classpath. */
final class EmbeddedPostgres {
    /** SIGTERM would wait for every client to leave. */
    private static final String FAST_SHUTDOWN = "INT";

    private static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C");

    private EmbeddedPostgres() {}

    /** A server over the folder's data directory, which {@link #fill} or {@link #initialise} has made. */
    static Server server(Path folder, int port, boolean throwaway) {
        return new LocalServer(folder, throwaway, () -> {
            forgetDeadPostmaster(folder);
            var command = new ArrayList<String>(List.of(
                    binaries().resolve("bin/postgres").toString(),
                    "-D",
                    data(folder),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "unix_socket_directories="));
            Postgres.settings(throwaway).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            return Program.start(folder, "postgres", FAST_SHUTDOWN, ENVIRONMENT, command);
        });
    }

    private static String data(Path folder) {
        return folder.resolve("data").toString();
    }

    /** Gives the folder a copy of the template's data, if it has none yet. */
    static void fill(Path folder, Path template) {
        if (Files.exists(folder.resolve("data"))) return;
        Folders.readable(folder);
        Program.run("cp", "-a", "--reflink=auto", data(template), data(folder));
    }

    /** Makes an empty data directory: its text as {@link Postgres#INITDB} says. */
    static void initialise(Path folder, Login superuser) {
        var password = folder.resolve("password");
        try {
            Files.createDirectory(folder.resolve("data"), mode("rwx------"));
            Files.createFile(password, mode("rw-------"));
            Files.writeString(password, superuser.password());
            Account.own(folder.resolve("data"));
            Account.own(password);
            var command = new ArrayList<String>(List.of(
                    binaries().resolve("bin/initdb").toString(),
                    "--pgdata=" + data(folder),
                    "--username=" + superuser.user(),
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--no-sync"));
            command.addAll(Postgres.INITDB);
            Program.start(folder, "initdb", "TERM", ENVIRONMENT, command).await();
            Files.delete(password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After kill -9 the file names a process that may be somebody else's by now; PostgreSQL would then refuse to start. */
    private static void forgetDeadPostmaster(Path folder) {
        var file = folder.resolve("data/postmaster.pid");
        if (!Files.exists(file)) return;
        try {
            var pid = Long.parseLong(Files.readAllLines(file).getFirst().trim());
            var program =
                    ProcessHandle.of(pid).flatMap(process -> process.info().command());
            if (program.filter(name -> name.endsWith("/postgres")).isPresent())
                throw new IllegalStateException("PostgreSQL process " + pid + " already serves " + folder
                        + "; stop it or choose another folder");
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String version() {
        return Folders.resource("postgres.version").trim();
    }

    private static Path binaries() {
        return Folders.cached("postgres-" + version(), EmbeddedPostgres::unpack);
    }

    private static void unpack(Path folder) throws IOException {
        var archive = switch (System.getProperty("os.arch")) {
            case "amd64" -> "/postgres-linux-x86_64.txz";
            case "aarch64" -> "/postgres-linux-arm_64.txz";
            default ->
                throw new IllegalStateException("no embedded PostgreSQL for " + System.getProperty("os.arch")
                        + "; use -Dlinli.services=container");
        };
        try (var in = EmbeddedPostgres.class.getResourceAsStream(archive)) {
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
                    var executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
