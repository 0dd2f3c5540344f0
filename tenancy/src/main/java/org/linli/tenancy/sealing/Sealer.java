package org.linli.tenancy.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

/** Seals texts that may stand in no table in clear. What it seals names its key, so keys can be changed while older ones still open. */
public final class Sealer {
    /** Of the layout: version, length of the key's name, name, what the cipher gave. */
    private static final byte VERSION = 1;

    private final Cipher cipher;
    private final SealingKeys keys;

    public Sealer(Cipher cipher, SealingKeys keys) {
        this.cipher = cipher;
        this.keys = keys;
    }

    /** @param context which row it belongs to; the sealed value opens for no other */
    public byte[] seal(String clear, byte[] context) {
        byte[] name = keys.current().getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] encrypted =
                    cipher.encrypt(key(keys.current()), clear.getBytes(StandardCharsets.UTF_8), bound(name, context));
            return ByteBuffer.allocate(2 + name.length + encrypted.length)
                    .put(VERSION)
                    .put((byte) name.length)
                    .put(name)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a text could not be sealed", e);
        }
    }

    /** @throws IllegalStateException if it was changed, is another row's, or its key is not among the keys */
    public String open(byte[] sealed, byte[] context) {
        var buffer = ByteBuffer.wrap(sealed);
        try {
            byte[] name = name(buffer);
            byte[] encrypted = new byte[buffer.remaining()];
            buffer.get(encrypted);
            byte[] clear =
                    cipher.decrypt(key(new String(name, StandardCharsets.US_ASCII)), encrypted, bound(name, context));
            return new String(clear, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed text does not open", e);
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

    private static byte[] bound(byte[] keyName, byte[] context) {
        return ByteBuffer.allocate(1 + keyName.length + context.length)
                .put(VERSION)
                .put(keyName)
                .put(context)
                .array();
    }
}
