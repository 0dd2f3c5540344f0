package org.linli.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
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

    /** Keycloak looks here at a start with --import-realm; it leaves a realm that exists as it is. */
    private static final String IMPORT = "data/import";

    private EmbeddedKeycloak() {}

    /** A server over the folder, which {@link #fill} has made. */
    static Server server(Path folder, int port, boolean throwaway) {
        return new LocalServer(folder, throwaway, () -> {
            var first = Files.exists(folder.resolve(IMPORT)) ? Stream.of("--import-realm") : Stream.<String>empty();
            var arguments = Stream.concat(first, runtime(port).stream());
            return keycloak(folder, Stream.concat(Stream.of("start", "--optimized", "--cache=local"), arguments));
        });
    }

    static List<String> runtime(int port) {
        return List.of(
                "--http-enabled=true",
                "--http-host=" + Service.HOST,
                "--http-port=" + port,
                "--hostname=" + Keycloak.url(port));
    }

    /**
     * Makes the folder a Keycloak installation; what it already knows stays. A throwaway one gets a copy of the seed. One that
     * lives on, on a machine without a seed, imports the realm as it starts: the first command of a newcomer waits less.
     */
    static void fill(Path folder, boolean throwaway) {
        link(folder);
        if (Files.exists(folder.resolve("data"))) return;
        if (throwaway || Files.exists(Folders.cache().resolve(seedName()))) {
            Program.run(
                    "cp",
                    "-a",
                    seed().resolve("data").toString(),
                    folder.resolve("data").toString());
        } else {
            placeRealm(folder);
            Account.own(folder.resolve("data"));
        }
    }

    private static void placeRealm(Path folder) {
        try {
            Files.createDirectories(folder.resolve(IMPORT));
            Files.writeString(folder.resolve(IMPORT).resolve("realm.json"), DemoRealm.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path seed() {
        return Folders.cached(seedName(), folder -> {
            link(folder);
            placeRealm(folder);
            Account.own(folder);
            keycloak(folder, Stream.of("import", "--optimized", "--file=" + IMPORT + "/realm.json"))
                    .await();
            Folders.delete(folder.resolve(IMPORT));
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

    private static String seedName() {
        var realm = new TreeMap<>(DemoRealm.SETTINGS) + DemoRealm.json();
        var fingerprint = Folders.fingerprint(realm, BUILD.toString());
        return "keycloak-%s-%s".formatted(VERSION, fingerprint);
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
        var environment = new TreeMap<>(DemoRealm.SETTINGS);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", JAVA_OPTS);
        var command = Stream.concat(Stream.of("sh", folder.resolve("bin/kc.sh").toString()), arguments);
        return Program.start(folder, "keycloak", "TERM", environment, command.toList());
    }
}
