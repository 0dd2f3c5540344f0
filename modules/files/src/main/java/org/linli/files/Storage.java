package org.linli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Where the content of files lies. It blocks, so it is asked on virtual threads only. What is not there, or cannot be reached, is an
 * {@link IOException} or one of the library behind it.
 */
public interface Storage extends AutoCloseable {
    /** Of everything that was ever stored for a file. */
    static String key(UUID district, UUID file) {
        return district + "/" + file;
    }

    /** Of this content of a file: two that are sent at once do not meet. */
    static String key(UUID district, UUID file, String digest) {
        return key(district, file) + "/" + digest;
    }

    /** An empty file on this machine for content that is only coming. Whoever asks for it deletes it, if it is still there. */
    Path incoming() throws IOException;

    /** Stores the content, all of it or nothing; the same again is no error. The file may be gone then. */
    void put(String key, Path content) throws IOException;

    /** @throws java.nio.file.NoSuchFileException where there is none */
    InputStream get(String key) throws IOException;

    /** The same from a byte on: what is before it is not read. */
    default InputStream get(String key, long from) throws IOException {
        InputStream content = get(key);
        try {
            content.skipNBytes(from);
            return content;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** Brings content to this machine, into a file for whoever reads and then deletes it. */
    default Path fetch(String key, Path here) throws IOException {
        try (InputStream content = get(key)) {
            Files.copy(content, here, StandardCopyOption.REPLACE_EXISTING);
            return here;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(here);
            throw e;
        }
    }

    /** Deletes what has this key, and what has a key below it. */
    void delete(String key) throws IOException;

    /** Deletes what was coming and never came to its end, since a server died of which nobody sees to it when the next one begins. */
    default void tidy() throws IOException {}

    @Override
    void close();
}
