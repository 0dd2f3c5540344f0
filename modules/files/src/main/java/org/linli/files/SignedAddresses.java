package org.linli.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Addresses that are a right for a while: what they allow, under a keyed hash (HMAC-SHA-256, RFC 2104), as letters for a path. */
public final class SignedAddresses {
    /** What an address is for; one for this is none for that. */
    enum Purpose {
        UPLOAD,
        OPEN
    }

    /** What an address allows. */
    record Right(UUID districtId, UUID fileId, Instant until) {}

    private static final int RIGHT = 5 * Long.BYTES;
    private static final int HASH = 32;

    /** A multiple of three bytes, so that each has one spelling. */
    private static final int LETTERS = (RIGHT + HASH) / 3 * 4;

    private final SecretKeySpec key;

    /**
     * @param key of at least 32 random bytes, in base64
     * @throws IllegalArgumentException where it is not
     */
    public SignedAddresses(String key) {
        byte[] bytes = Base64.getDecoder().decode(key);
        if (bytes.length < 32) throw new IllegalArgumentException("a key of addresses has at least 32 bytes");
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** @param until to the second */
    String sign(Purpose purpose, UUID district, UUID file, OffsetDateTime until) {
        ByteBuffer right = ByteBuffer.allocate(RIGHT + HASH)
                .putLong(district.getMostSignificantBits())
                .putLong(district.getLeastSignificantBits())
                .putLong(file.getMostSignificantBits())
                .putLong(file.getLeastSignificantBits())
                .putLong(until.toEpochSecond());
        return Base64.getUrlEncoder()
                .encodeToString(right.put(hash(purpose, right.array())).array());
    }

    /** Null where it was not signed here for this. */
    @Nullable
    Right read(Purpose purpose, String text) {
        if (text.length() != LETTERS) return null;
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException otherLetters) {
            return null;
        }
        if (bytes.length != RIGHT + HASH) return null;
        if (!MessageDigest.isEqual(hash(purpose, bytes), Arrays.copyOfRange(bytes, RIGHT, bytes.length))) return null;
        ByteBuffer right = ByteBuffer.wrap(bytes);
        return new Right(
                new UUID(right.getLong(), right.getLong()),
                new UUID(right.getLong(), right.getLong()),
                Instant.ofEpochSecond(right.getLong()));
    }

    private byte[] hash(Purpose purpose, byte[] right) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.name().getBytes(StandardCharsets.US_ASCII));
            mac.update(right, 0, RIGHT);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
