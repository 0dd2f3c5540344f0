package org.linli.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** An archive to read: a folder, or a zip of it. It is looked at as a whole before anybody uses a part of it. */
final class Archive implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final Manifest manifest;
    private final @Nullable FileSystem zip;

    private Archive(Path root, Manifest manifest, @Nullable FileSystem zip) {
        this.root = root;
        this.manifest = manifest;
        this.zip = zip;
    }

    /**
     * @param digest of its manifest, where somebody else told it
     * @throws ArchiveRefused where anything of it is missing, more than it says, or other than it was, or the key or the digest is another one's
     */
    static Archive open(Path place, ArchiveKey key, @Nullable String digest) throws IOException {
        FileSystem zip = Files.isDirectory(place) ? null : FileSystems.newFileSystem(place);
        try {
            Path root = zip == null ? place : zip.getPath("/");
            Archive archive = new Archive(root, manifest(root, key), zip);
            if (digest != null && !digest.strip().equalsIgnoreCase(archive.digest()))
                throw new ArchiveRefused(
                        "The archive has the digest %1$s, so it is not the one that the platform told of. 归档的摘要为 %1$s,与平台告知的不符。"
                                .formatted(archive.digest()));
            archive.check();
            return archive;
        } catch (IOException | RuntimeException refused) {
            if (zip != null) zip.close();
            throw refused;
        }
    }

    private static Manifest manifest(Path root, ArchiveKey key) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(root.resolve(Manifest.NAME));
            byte[] mac = HexFormat.of()
                    .parseHex(Files.readString(root.resolve(Manifest.MAC)).strip());
            if (!key.fits(bytes, mac))
                throw new ArchiveRefused("The manifest was changed, or the key is another archive's.");
            Manifest manifest = JSON.readValue(bytes, Manifest.class);
            if (manifest.format() != Manifest.FORMAT)
                throw new ArchiveRefused("The archive has format %d; this build reads format %d."
                        .formatted(manifest.format(), Manifest.FORMAT));
            return manifest;
        } catch (NoSuchFileException none) {
            throw new ArchiveRefused("There is no " + none.getFile() + ", so this is no archive, or not all of one.");
        } catch (IllegalArgumentException | JacksonException broken) {
            throw new ArchiveRefused("The manifest cannot be read: " + broken.getMessage());
        }
    }

    private void check() throws IOException {
        Set<String> expected = new HashSet<>(List.of(Manifest.NAME, Manifest.MAC));
        for (Manifest.Table table : manifest.tables()) {
            check(table);
            if (lines(table) != table.rows())
                throw new ArchiveRefused(
                        "%s has not the %d rows that it should have.".formatted(table.path(), table.rows()));
            expected.add(table.path());
        }
        for (Manifest.File file : manifest.files()) {
            check(file);
            expected.add(file.path());
        }
        try (Stream<Path> paths = Files.walk(root)) {
            List<String> more = paths.filter(path -> !Files.isDirectory(path))
                    .map(path -> root.relativize(path).toString())
                    .filter(path -> !expected.contains(path))
                    .sorted()
                    .toList();
            if (!more.isEmpty()) throw new ArchiveRefused("The manifest does not know " + more + ".");
        }
    }

    private void check(Manifest.Part part) throws IOException {
        Path file = path(part);
        if (!Files.isRegularFile(file)) throw new ArchiveRefused(part.path() + " is missing.");
        if (Files.size(file) != part.bytes() || !Hash.of(file).equals(part.sha256()))
            throw new ArchiveRefused(part.path() + " is not what was written.");
    }

    private long lines(Manifest.Table table) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(path(table), StandardCharsets.UTF_8)) {
            long count = 0;
            while (lines.readLine() != null) count++;
            return count;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** As the platform tells it of an archive that it made. */
    String digest() throws IOException {
        return Hash.of(root.resolve(Manifest.NAME));
    }

    Path path(Manifest.Part part) {
        return root.resolve(part.path());
    }

    @Override
    public void close() throws IOException {
        if (zip != null) zip.close();
    }
}
