package org.linli.archive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.Sealer;
import org.linli.tenancy.sealing.SealingKeys;

/**
 * The key of one archive, which goes to whoever gets the archive, by another way. Under it travels what an installation keeps sealed, and by it
 * is known that nobody changed the manifest. Prints without the key.
 */
public final class ArchiveKey {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final String NAME = "archive";

    private final byte[] key;

    private ArchiveKey(byte[] key) {
        this.key = key;
    }

    public static ArchiveKey fresh() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new ArchiveKey(key);
    }

    /** @throws IllegalArgumentException unless it is what {@link #text} gave */
    public static ArchiveKey of(String text) {
        byte[] key = Base64.getUrlDecoder().decode(text.strip());
        if (key.length != BYTES) throw new IllegalArgumentException("the key of an archive is 32 bytes");
        return new ArchiveKey(key);
    }

    /** The key itself, in base64url. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    Sealer sealer() {
        SecretKey sealing = sealing("seal");
        return new Sealer(new AesGcm(), new SealingKeys(NAME, Map.of(NAME, sealing), sealing));
    }

    SecretKey sealing(String purpose) {
        return new SecretKeySpec(derived(purpose.getBytes(StandardCharsets.US_ASCII)), "AES");
    }

    byte[] bytes() {
        return key.clone();
    }

    byte[] mac(byte[] manifest) {
        return hmac(derived("manifest".getBytes(StandardCharsets.US_ASCII)), manifest);
    }

    boolean fits(byte[] manifest, byte[] mac) {
        return MessageDigest.isEqual(mac(manifest), mac);
    }

    private byte[] derived(byte[] purpose) {
        return hmac(key, purpose);
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "ArchiveKey";
    }
}
