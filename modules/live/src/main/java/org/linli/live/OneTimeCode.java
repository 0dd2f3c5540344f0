package org.linli.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** What a person shows and another one types, once: letters and digits of which no two look alike, and too many to be guessed. */
public record OneTimeCode(String text) {
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static OneTimeCode fresh() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        return new OneTimeCode(text.toString());
    }

    /** As a person types it: in lower case, with spaces or hyphens. */
    public static OneTimeCode typed(String text) {
        return new OneTimeCode(text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
    }

    /** What is kept of it: SHA-256 in hexadecimal. A code is random and soon over, so a plain hash cannot be searched. */
    public String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "a code";
    }
}
