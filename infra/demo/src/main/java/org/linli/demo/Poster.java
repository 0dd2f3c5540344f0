package org.linli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.linli.files.FolderStorage;
import org.linli.files.Storage;

/** What the one file of each district holds: a picture drawn for the demo. Its row stands in {@code demo/<code>/files.sql}. */
final class Poster {
    private Poster() {}

    /** Lays it where the server looks for it; again is no error. */
    static void lay(Path folder) {
        try (Storage storage = new FolderStorage(folder)) {
            for (String code : List.of("140213", "990101")) {
                Path content = storage.incoming();
                try (InputStream poster =
                        Objects.requireNonNull(Poster.class.getResourceAsStream("/demo/poster.png"))) {
                    Files.copy(poster, content, StandardCopyOption.REPLACE_EXISTING);
                }
                storage.put(
                        Storage.key(
                                UUID.fromString("01900000-0000-7000-8000-000000" + code),
                                UUID.fromString("01900000-0090-7000-8000-" + code + "000001"),
                                digest(content)),
                        content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path content) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
