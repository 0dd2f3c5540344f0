package org.linli.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one server keeps what it works on at the moment, residents' spreadsheets among it: a folder of its own that nobody else reads. What a
 * server left that died goes when the next one begins here, and whatever is there goes when it ends.
 */
public final class Workshop implements AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String PREFIX = "server-";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lock;

    private Workshop(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @param all of this machine's servers, each of which has a folder in it */
    public static synchronized Workshop in(Path all) throws IOException {
        Files.createDirectories(all, OWNER_ONLY);
        // Refused where it is somebody else's.
        Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rwx------"));
        // One server at a time looks who is dead, so that none is taken for dead that is about to begin.
        try (FileChannel door = locked(all.resolve(LOCK))) {
            door.lock();
            for (Path other : inside(all))
                if (other.getFileName().toString().startsWith(PREFIX) && dead(other)) delete(other);
            Path own = Files.createTempDirectory(all, PREFIX, OWNER_ONLY);
            FileChannel lock = locked(own.resolve(LOCK));
            lock.lock();
            return new Workshop(own, lock);
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** The system gives up the lock of a process that ends, however it ends. */
    private static boolean dead(Path folder) throws IOException {
        try (FileChannel channel = locked(folder.resolve(LOCK));
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }

    /** The folder and all that is in it. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }

    /** A folder that is not there yet. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** A new file, which is empty. */
    public Path file() throws IOException {
        return Files.createTempFile(folder, "", "");
    }

    @Override
    public void close() throws IOException {
        lock.close();
        delete(folder);
    }
}
