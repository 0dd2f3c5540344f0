package org.linli.tenancy.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;

/**
 * The three forms in which an identity number is kept: sealed, found by a blind index, and masked. Its clear text goes
 * into no column and no log. Numbers are normalised first: no blanks, upper-case check character.
 */
public final class IdentityNumbers {
    private final Sealer sealer;
    private final SealingKeys keys;

    public IdentityNumbers(Cipher cipher, SealingKeys keys) {
        this.sealer = new Sealer(cipher, keys);
        this.keys = keys;
    }

    /** What seals them, for whatever else is sealed under the same keys. */
    public Sealer sealer() {
        return sealer;
    }

    /** @param resident whose number it is; the sealed value opens for nobody else's row */
    public byte[] seal(String number, UUID resident) {
        return sealer.seal(normalised(number), context(resident));
    }

    /** @throws IllegalStateException if it was changed, is another resident's, or its key is not among the keys */
    public String open(byte[] sealed, UUID resident) {
        return sealer.open(sealed, context(resident));
    }

    /** @see Sealer#outdated */
    public boolean outdated(byte[] sealed) {
        return sealer.outdated(sealed);
    }

    /** The same for the same number and useless without the key: HMAC-SHA-256 (RFC 2104). */
    public byte[] index(String number) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.index());
            return mac.doFinal(normalised(number).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first and the last character, the rest as stars (DOMAIN.md section 6). */
    public static String mask(String number) {
        String normalised = normalised(number);
        int length = normalised.length();
        if (length < 3) return "*".repeat(length);
        return normalised.charAt(0) + "*".repeat(length - 2) + normalised.charAt(length - 1);
    }

    private static String normalised(String number) {
        return number.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }

    private static byte[] context(UUID resident) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(resident.getMostSignificantBits())
                .putLong(resident.getLeastSignificantBits())
                .array();
    }
}
