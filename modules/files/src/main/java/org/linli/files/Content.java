package org.linli.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** What bytes are, whatever anybody says of them. Nothing is unpacked, so nothing in them can grow. */
final class Content {
    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    /** As the outside of a package looks: any zip, or one that begins with its table of contents. */
    private static final Set<String> PACKAGES = Set.of("application/zip", "application/x-tika-ooxml");

    /** More than any camera has; what is larger stops the machine of whoever looks at it. */
    private static final long MOST_PIXELS = 200_000_000;

    private Content() {}

    /** Whether the file is what was announced. */
    static boolean is(MediaType announced, Path file) throws IOException {
        if (announced == MediaType.CSV) return isText(file);
        String found = type(file);
        String mainPart = announced.mainPart();
        if (mainPart != null) return PACKAGES.contains(found) && packs(mainPart, file);
        return found.equals(announced.mediaType()) && (!announced.picture() || shows(announced, file));
    }

    /** Whether there are none of the characters that text in any of its encodings is without. */
    private static boolean isText(Path file) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            for (int next = content.read(); next >= 0; next = content.read())
                if (next < ' ' && next != '\t' && next != '\n' && next != '\r') return false;
            return true;
        }
    }

    private static String type(Path file) throws IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return TYPES.detect(content, new Metadata()).toString();
        }
    }

    /** A package without macros, of which only the directory is read. */
    private static boolean packs(String mainPart, Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String macros = mainPart.substring(0, mainPart.indexOf('/')) + "/vbaProject.bin";
            return zip.getEntry("[Content_Types].xml") != null
                    && zip.getEntry(mainPart) != null
                    && zip.getEntry(macros) == null;
        } catch (ZipException broken) {
            return false;
        }
    }

    /** Whether a decoder finds a picture of a size that can be shown; the JDK has none for WebP, of which the head must do. */
    private static boolean shows(MediaType type, Path file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type.mediaType());
        if (!readers.hasNext()) return true;
        ImageReader reader = readers.next();
        try (ImageInputStream content = new FileImageInputStream(file.toFile())) {
            reader.setInput(content, true, true);
            return (long) reader.getWidth(0) * reader.getHeight(0) <= MOST_PIXELS;
        } catch (IOException | RuntimeException unreadable) {
            return false;
        } finally {
            reader.dispose();
        }
    }

    /** SHA-256 in hexadecimal. */
    static String digest(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
