package org.linli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What the demo's data are made from. Records, accounts and keys are loaded once, so a folder that was filled from others
 * fails in odd ways: migrations that do not fit, people who cannot log in, identity numbers that nobody finds.
 */
final class Edition {
    private static final List<String> MADE_FROM = List.of(
            "classpath*:demo/*/*.sql",
            "classpath*:org/linli/demo/*.class",
            "classpath*:db/migration/*.sql",
            "classpath*:org/linli/services/*.json",
            "classpath*:org/linli/services/*.sql",
            "classpath*:org/linli/services/*.version");

    private final String fingerprint;

    Edition(String... keys) {
        fingerprint = fingerprint(keys);
    }

    /** Whether the folder holds this edition's data or none, which this edition will then fill. */
    boolean holds(Path folder) {
        Path note = folder.resolve("edition");
        try {
            if (Files.exists(note)) return Files.readString(note).equals(fingerprint);
            if (Files.exists(folder.resolve("postgres"))) return false;
            Files.createDirectories(folder);
            Files.writeString(note, fingerprint);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fingerprint(String... keys) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String pattern : MADE_FROM)
                for (String content : contents(pattern)) digest.update(content.getBytes(ISO_8859_1));
            for (String key : keys) digest.update(key.getBytes(ISO_8859_1));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** In an order of their own, since that of the class path is another from a jar; bytes as characters, for classes. */
    private static SortedSet<String> contents(String pattern) throws IOException {
        SortedSet<String> contents = new TreeSet<>();
        for (Resource found : new PathMatchingResourcePatternResolver().getResources(pattern))
            contents.add(found.getContentAsString(ISO_8859_1));
        if (contents.isEmpty()) throw new IllegalStateException("nothing is called " + pattern);
        return contents;
    }
}
