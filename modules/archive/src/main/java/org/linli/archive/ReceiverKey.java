package org.linli.archive;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The key of a district that receives its archives: X25519 (RFC 7748). An archive's own key is sealed for its public half, by which nobody opens
 * it. Prints without the key.
 */
public final class ReceiverKey {
    static final int BYTES = 32;

    /** Of what {@link #seal} gives. */
    static final int SEALED = BYTES + BYTES + BYTES + 16;

    private static final String ALGORITHM = "X25519";
    private static final byte[] PURPOSE = "linli archive key".getBytes(StandardCharsets.US_ASCII);

    /** The base point, of which the public half is a multiple. */
    private static final byte[] BASE = ByteBuffer.allocate(BYTES).put((byte) 9).array();

    private final byte[] scalar;

    private ReceiverKey(byte[] scalar) {
        this.scalar = scalar;
    }

    public static ReceiverKey fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            XECPrivateKey made = (XECPrivateKey) generator.generateKeyPair().getPrivate();
            return new ReceiverKey(made.getScalar().orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException unless it is what {@link #text} gave */
    public static ReceiverKey of(String text) {
        return new ReceiverKey(decoded(text));
    }

    /** The key itself, in base64url. */
    public String text() {
        return encoded(scalar);
    }

    /** Its public half, in base64url. */
    public String publicText() {
        return encoded(publicHalf());
    }

    private byte[] publicHalf() {
        try {
            return agreed(scalar, BASE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An archive's key for whoever has the other half: that half's name, a half of this time only, and the key sealed by what the two agree on. */
    static byte[] seal(String publicText, ArchiveKey key) {
        byte[] receiver = decoded(publicText);
        ReceiverKey once = fresh();
        byte[] half = once.publicHalf();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, once.scalar, receiver, receiver, half)
                    .doFinal(key.bytes());
            return ByteBuffer.allocate(SEALED)
                    .put(receiver)
                    .put(half)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ArchiveRefused where it was sealed for another key, or changed */
    ArchiveKey open(byte[] sealed) {
        byte[] receiver = new byte[BYTES];
        byte[] half = new byte[BYTES];
        ByteBuffer parts = ByteBuffer.wrap(sealed).get(receiver).get(half);
        try {
            byte[] key = cipher(Cipher.DECRYPT_MODE, scalar, half, receiver, half)
                    .doFinal(sealed, parts.position(), parts.remaining());
            return ArchiveKey.of(encoded(key));
        } catch (GeneralSecurityException another) {
            throw new ArchiveRefused("The archive is sealed for another key, or was changed.");
        }
    }

    /** What is agreed on serves once, so its nonce is zero. */
    private static Cipher cipher(int mode, byte[] mine, byte[] other, byte[] receiver, byte[] half)
            throws GeneralSecurityException {
        byte[] halves = ByteBuffer.allocate(2 * BYTES).put(receiver).put(half).array();
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreed(mine, other))
                                .addSalt(halves)
                                .thenExpand(PURPOSE, BYTES));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, new byte[12]));
        cipher.updateAAD(halves);
        return cipher;
    }

    private static byte[] agreed(byte[] scalar, byte[] half) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
        PrivateKey mine = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
        PublicKey other = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, number(half)));
        KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
        agreement.init(mine);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** RFC 7748 writes the least byte first. */
    private static BigInteger number(byte[] half) {
        byte[] greatestFirst = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) greatestFirst[i] = half[BYTES - 1 - i];
        greatestFirst[0] = (byte) (greatestFirst[0] & 0x7f);
        return new BigInteger(1, greatestFirst);
    }

    private static byte[] decoded(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text.strip());
        if (bytes.length != BYTES) throw new IllegalArgumentException("the key of a district's archives is 32 bytes");
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "ReceiverKey";
    }
}
