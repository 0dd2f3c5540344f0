package org.linli.archive;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A zip of an archive that only its district opens: a name, the archive's key sealed for the district, and the zip in parts of 64 KiB, each
 * under AES-256-GCM with its number, and whether it is the last, as nonce; so none is changed, moved, left out or cut off unseen.
 */
public final class SealedArchive {
    private static final byte[] NAME = "linli-archive-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PART = 1 << 16;
    private static final int TAG = 16;

    private SealedArchive() {}

    /** @param publicKey of the district that opens it */
    public static void write(Path zip, Path sealed, String publicKey, ArchiveKey key) throws IOException {
        SecretKey sealing = key.sealing("zip");
        try (InputStream in = Files.newInputStream(zip);
                OutputStream out = Files.newOutputStream(sealed)) {
            out.write(NAME);
            out.write(ReceiverKey.seal(publicKey, key));
            byte[] part = in.readNBytes(PART);
            for (int number = 0; ; number++) {
                byte[] next = in.readNBytes(PART);
                boolean last = next.length == 0;
                out.write(cipher(Cipher.ENCRYPT_MODE, sealing, number, last).doFinal(part));
                if (last) return;
                part = next;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the file is one of these. */
    public static boolean is(Path file) throws IOException {
        if (!Files.isRegularFile(file)) return false;
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(NAME.length), NAME);
        }
    }

    /**
     * Writes the zip that is in it.
     *
     * @return the archive's own key, with which the zip is imported
     * @throws ArchiveRefused where it is sealed for another key, was changed, or is not all there
     */
    public static ArchiveKey open(Path sealed, Path zip, ReceiverKey receiver) throws IOException {
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(sealed), PART + TAG));
                OutputStream out = Files.newOutputStream(zip)) {
            in.skipNBytes(NAME.length);
            byte[] head = new byte[ReceiverKey.SEALED];
            in.readFully(head);
            ArchiveKey key = receiver.open(head);
            SecretKey sealing = key.sealing("zip");
            byte[] part = in.readNBytes(PART + TAG);
            for (int number = 0; ; number++) {
                byte[] next = in.readNBytes(PART + TAG);
                boolean last = next.length == 0;
                out.write(cipher(Cipher.DECRYPT_MODE, sealing, number, last).doFinal(part));
                if (last) return key;
                part = next;
            }
        } catch (EOFException | GeneralSecurityException broken) {
            throw new ArchiveRefused("The archive was changed, or is not all of one.");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, int number, boolean last) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce =
                ByteBuffer.allocate(12).putLong(number).putInt(last ? 1 : 0).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        return cipher;
    }
}
