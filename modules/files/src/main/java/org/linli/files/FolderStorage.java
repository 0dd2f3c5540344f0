package org.linli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Content in a folder, which all servers of a database share. */
public final class FolderStorage implements Storage {
    /** Longer than anything is on its way here. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final Path incoming;

    /** Makes the folder, and deletes from it what never came to its end. */
    public FolderStorage(Path folder) throws IOException {
        this.folder = folder;
        this.incoming = Files.createDirectories(folder.resolve("incoming"));
        Files.setPosixFilePermissions(incoming, PosixFilePermissions.fromString("rwx------"));
        tidy();
    }

    @Override
    public Path incoming() throws IOException {
        return Files.createTempFile(incoming, "", "");
    }

    /** It is on the disk before it has its name, so a machine that fails leaves no half of it. */
    @Override
    public void put(String key, Path content) throws IOException {
        try (FileChannel channel = FileChannel.open(content, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path place = folder.resolve(key);
        Files.createDirectories(place.getParent());
        Files.move(content, place, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public InputStream get(String key) throws IOException {
        return Files.newInputStream(folder.resolve(key));
    }

    @Override
    public void delete(String key) throws IOException {
        for (Path path : inside(folder.resolve(key))) Files.deleteIfExists(path);
    }

    @Override
    public void tidy() throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        for (Path part : inside(incoming))
            if (Files.isRegularFile(part)
                    && Files.getLastModifiedTime(part).toInstant().isBefore(abandoned)) Files.deleteIfExists(part);
    }

    /** What is in a folder and the folder, from the inside out. */
    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    @Override
    public void close() {}
}
