package org.linli.archive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key with which a platform signs what it says of itself: Ed25519 (RFC 8032). Who has its public half can tell without the platform whether
 * the platform said it. Prints without the key.
 */
public final class PlatformKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int BYTES = 32;
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /** What a key is made of, given to the generator of the JDK, which asks for nothing else. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    private final KeyPair pair;

    private PlatformKey(KeyPair pair) {
        this.pair = pair;
    }

    /** @param seed 32 random bytes in base64: the private key as RFC 8032 has it */
    public static PlatformKey of(String seed) {
        byte[] bytes = Base64.getDecoder().decode(seed);
        if (bytes.length != BYTES) throw new IllegalArgumentException("the platform's key is 32 bytes");
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(bytes));
            return new PlatformKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public half, as {@code openssl} reads it. */
    public String pem() {
        return BEGIN + "\n"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n" + END + "\n";
    }

    /** By which a signature names it: SHA-256 of the public half. */
    String id() {
        return id(pair.getPublic());
    }

    static String id(PublicKey key) {
        return HexFormat.of().formatHex(Hash.begun().digest(key.getEncoded()));
    }

    byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(pair.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException where the text is no public key of this kind */
    static PublicKey read(String pem) {
        String base64 = pem.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(
                            Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("That is no public key of a platform.", e);
        }
    }

    static boolean signed(PublicKey key, byte[] text, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(text);
            return check.verify(signature);
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "PlatformKey[" + id() + "]";
    }
}
