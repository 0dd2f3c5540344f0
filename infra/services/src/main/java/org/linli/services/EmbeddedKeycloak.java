package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/** Keycloak as a process of this machine: built once, its realm imported once, then started from copies. */
final class EmbeddedKeycloak {
    static final String VERSION = Folders.resource("keycloak.version").trim();

    /** Tuned for a short life on a small machine. */
    static final String JAVA_OPTS =
            "-Xms256m -Xmx512m -XX:MaxMetaspaceSize=256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    /** What kc.sh builds with. Half the start-up time was features that nobody here uses. */
    static final List<String> BUILD = Folders.resource("keycloak.build").lines().toList();

    private EmbeddedKeycloak() {}

    /** A server over the folder, which {@link #fill} has made. */
    static Server server(Path folder, int port, boolean throwaway) {
        return new LocalServer(
                folder,
                throwaway,
                () -> keycloak(
                        folder,
                        Stream.concat(Stream.of("start", "--optimized", "--cache=local"), runtime(port).stream())));
    }

    static List<String> runtime(int port) {
        return List.of(
                "--http-enabled=true",
                "--http-host=" + Service.HOST,
                "--http-port=" + port,
                "--hostname=" + Keycloak.url(port));
    }

    /** Makes the folder a Keycloak installation with the realm imported; what it already knows stays. */
    static void fill(Path folder) {
        var seed = seed();
        link(folder);
        if (Files.exists(folder.resolve("data"))) return;
        Program.run(
                "cp",
                "-a",
                seed.resolve("data").toString(),
                folder.resolve("data").toString());
    }

    private static Path seed() {
        var realm = Folders.resource("realm.json");
        return Folders.cached(
                "keycloak-%s-%s".formatted(VERSION, Folders.fingerprint(realm, BUILD.toString())), folder -> {
                    link(folder);
                    Files.writeString(folder.resolve("realm.json"), realm);
                    Account.own(folder);
                    keycloak(folder, Stream.of("import", "--optimized", "--file=realm.json"))
                            .await();
                });
    }

    /** The parts of the installation that nobody writes to are shared; kc.sh itself must lie beside the data. */
    private static void link(Path folder) {
        var home = installation();
        Folders.readable(folder);
        try {
            for (var part : List.of("lib", "conf", "providers", "themes")) {
                Files.deleteIfExists(folder.resolve(part));
                Files.createSymbolicLink(folder.resolve(part), home.resolve(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.delete(folder.resolve("bin"));
        Program.run(
                "cp",
                "-a",
                home.resolve("bin").toString(),
                folder.resolve("bin").toString());
    }

    private static Path installation() {
        return Folders.cached("keycloak-%s-%s".formatted(VERSION, Folders.fingerprint(BUILD.toString())), folder -> {
            unpack(folder);
            Program.run("chmod", "-R", "a+rX", folder.toString());
            Account.own(folder);
            keycloak(folder, Stream.concat(Stream.of("build"), BUILD.stream())).await();
        });
    }

    private static void unpack(Path folder) throws IOException {
        var archive = Path.of(Setting.of(
                "linli.keycloak.zip", Folders.resource("keycloak.zip.path").trim()));
        if (!Files.exists(archive))
            throw new IllegalStateException("Keycloak's distribution is not at " + archive
                    + "; build again, or say with -Dlinli.keycloak.zip where it is");
        try (var in = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var name = Path.of(entry.getName());
                if (name.getNameCount() == 1) continue;
                var file = folder.resolve(name.subpath(1, name.getNameCount())).normalize();
                if (!file.startsWith(folder)) throw new IOException("entry outside the archive: " + entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.resolveSibling("."));
                if (!entry.isDirectory()) Files.copy(in, file);
            }
        }
    }

    /** Runs kc.sh on the JDK that we run on. */
    private static Program keycloak(Path folder, Stream<String> arguments) {
        var environment = Map.of("JAVA_HOME", System.getProperty("java.home"), "JAVA_OPTS", JAVA_OPTS);
        var command = Stream.concat(Stream.of("sh", folder.resolve("bin/kc.sh").toString()), arguments);
        return Program.start(folder, "keycloak", environment, command.toList());
    }
}
