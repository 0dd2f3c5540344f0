package org.linli.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where things lie: what is made once and kept ({@code linli.cache}), and what lasts as long as this JVM. By default in
 * {@code ~/.cache/linli}; for root in {@code /var/cache/linli}, which the unprivileged account can reach.
 */
final class Folders {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<String, Object> MAKING = new ConcurrentHashMap<>();

    private Folders() {}

    /** Fills a new, empty folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    static Path cache() {
        var home = Account.ROOT ? "/var/cache/linli" : System.getProperty("user.home") + "/.cache/linli";
        return readable(Path.of(Setting.of("linli.cache", home)).toAbsolutePath());
    }

    /** The folder of that name in the cache; made first if it is not there, by one thread of one JVM while others wait. */
    static Path cached(String name, Filling filling) {
        var folder = cache().resolve(name);
        synchronized (MAKING.computeIfAbsent(name, _name -> new Object())) {
            if (Files.exists(folder)) return folder;
            try (var lock = FileChannel.open(
                    folder.resolveSibling(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (Files.exists(folder)) return folder;
                var partial = folder.resolveSibling(name + ".partial");
                delete(partial);
                filling.fill(readable(partial));
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new folder for something that lives no longer than this JVM; what dead JVMs left behind is swept away. */
    static Path throwaway(String name) {
        var running = readable(cache().resolve("running"));
        try (var folders = Files.list(running)) {
            folders.filter(folder -> ownerIsGone(folder.getFileName().toString()))
                    .forEach(Folders::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readable(running.resolve(
                "%s-%d-%d".formatted(name, ProcessHandle.current().pid(), COUNT.incrementAndGet())));
    }

    private static boolean ownerIsGone(String name) {
        var parts = name.split("-");
        return ProcessHandle.of(Long.parseLong(parts[parts.length - 2])).isEmpty();
    }

    /** Creates the folder if need be and lets the unprivileged account read it, whatever the umask. */
    static Path readable(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                if (Account.ROOT) folder.toFile().setReadable(true, false);
                if (Account.ROOT) folder.toFile().setExecutable(true, false);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (Files.exists(folder)) Program.run("rm", "-rf", folder.toString());
    }

    /** Twelve digits that change when any of the contents does. */
    static String fingerprint(String... contents) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var content : contents) digest.update((content + "\0").getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String resource(String name) {
        try (var in = Folders.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is not on the classpath");
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
