package org.linli.files;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The end of a file's lasting address: its district, since nobody else says where to look, and 128 random bits. */
final class Capability {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 4 * Long.BYTES;
    private static final int LETTERS = 43;

    private Capability() {}

    static String fresh(UUID district) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(district.getMostSignificantBits()).putLong(district.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Null where it is none. */
    static @Nullable UUID district(String capability) {
        if (capability.length() != LETTERS) return null;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(capability));
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (IllegalArgumentException otherLetters) {
            return null;
        }
    }
}
