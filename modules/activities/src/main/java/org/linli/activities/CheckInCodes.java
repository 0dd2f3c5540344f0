package org.linli.activities;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/** Codes that a resident shows and a worker reads: nothing that looks like something else, and nothing to be guessed. */
final class CheckInCodes {
    static final Duration VALID = Duration.ofMinutes(10);

    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CheckInCodes() {}

    static String fresh() {
        return RANDOM.ints(LENGTH, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                .collect(Collectors.joining());
    }

    /** What is kept of a code: SHA-256 in hexadecimal. */
    static String hash(String code) {
        try {
            byte[] letters = code.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(letters));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
