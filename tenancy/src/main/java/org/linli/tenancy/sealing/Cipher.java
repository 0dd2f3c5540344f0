package org.linli.tenancy.sealing;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

/** Authenticated encryption: {@link AesGcm}, or another one that a district's rules ask for. */
public interface Cipher {
    /** @param context bound to the result, which opens only with the same context */
    byte[] encrypt(SecretKey key, byte[] clear, byte[] context) throws GeneralSecurityException;

    /** @throws GeneralSecurityException if anything of it was changed, or key or context are others */
    byte[] decrypt(SecretKey key, byte[] encrypted, byte[] context) throws GeneralSecurityException;
}
