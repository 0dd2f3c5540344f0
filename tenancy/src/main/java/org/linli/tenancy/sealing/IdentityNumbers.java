package org.linli.tenancy.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The three forms in which an identity number is kept: sealed, found by a blind index, and masked. Its clear text goes
 * into no column and no log. Numbers are normalised first: no blanks, upper-case check character.
 */
public final class IdentityNumbers {
    /** Of the layout: version, length of the key's name, name, what the cipher gave. */
    private static final byte VERSION = 1;

    private final Cipher cipher;
    private final SealingKeys keys;

    public IdentityNumbers(Cipher cipher, SealingKeys keys) {
        this.cipher = cipher;
        this.keys = keys;
    }

    /** @param resident whose number it is; the sealed value opens for nobody else's row */
    public byte[] seal(String number, UUID resident) {
        byte[] name = keys.current().getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] encrypted = cipher.encrypt(
                    key(keys.current()), normalised(number).getBytes(StandardCharsets.UTF_8), context(name, resident));
            return ByteBuffer.allocate(2 + name.length + encrypted.length)
                    .put(VERSION)
                    .put((byte) name.length)
                    .put(name)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an identity number could not be sealed", e);
        }
    }

    /** @throws IllegalStateException if it was changed, is another resident's, or its key is not among the keys */
    public String open(byte[] sealed, UUID resident) {
        var buffer = ByteBuffer.wrap(sealed);
        try {
            byte[] name = name(buffer);
            byte[] encrypted = new byte[buffer.remaining()];
            buffer.get(encrypted);
            byte[] clear = cipher.decrypt(
                    key(new String(name, StandardCharsets.US_ASCII)), encrypted, context(name, resident));
            return new String(clear, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed identity number does not open", e);
        }
    }

    /** Whether it was sealed with a key that is no longer the current one, and should be sealed again. */
    public boolean outdated(byte[] sealed) {
        try {
            return !keys.current().equals(new String(name(ByteBuffer.wrap(sealed)), StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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

    private SecretKey key(String name) throws GeneralSecurityException {
        SecretKey key = keys.sealing().get(name);
        if (key == null) throw new GeneralSecurityException("no key has that name");
        return key;
    }

    private static byte[] name(ByteBuffer sealed) throws GeneralSecurityException {
        if (sealed.remaining() < 2 || sealed.get() != VERSION) throw new GeneralSecurityException("unknown layout");
        int length = sealed.get();
        if (length < 0 || length > sealed.remaining()) throw new GeneralSecurityException("unknown layout");
        byte[] name = new byte[length];
        sealed.get(name);
        return name;
    }

    private static byte[] context(byte[] keyName, UUID resident) {
        return ByteBuffer.allocate(1 + keyName.length + 2 * Long.BYTES)
                .put(VERSION)
                .put(keyName)
                .putLong(resident.getMostSignificantBits())
                .putLong(resident.getLeastSignificantBits())
                .array();
    }
}
