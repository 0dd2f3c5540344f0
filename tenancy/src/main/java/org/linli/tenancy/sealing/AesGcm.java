package org.linli.tenancy.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes, the ciphertext, a tag of 16 bytes. */
public final class AesGcm implements Cipher {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] encrypt(SecretKey key, byte[] clear, byte[] context) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] encrypted =
                cipher(javax.crypto.Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(clear);
        return ByteBuffer.allocate(NONCE + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    @Override
    public byte[] decrypt(SecretKey key, byte[] encrypted, byte[] context) throws GeneralSecurityException {
        if (encrypted.length < NONCE) throw new GeneralSecurityException("too short");
        var buffer = ByteBuffer.wrap(encrypted);
        byte[] nonce = new byte[NONCE];
        buffer.get(nonce);
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return cipher(javax.crypto.Cipher.DECRYPT_MODE, key, nonce, context).doFinal(rest);
    }

    private static javax.crypto.Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        var cipher = javax.crypto.Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context);
        return cipher;
    }
}
