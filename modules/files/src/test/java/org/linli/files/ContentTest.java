package org.linli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.files.Samples.pdf;
import static org.linli.files.Samples.picture;
import static org.linli.files.Samples.text;
import static org.linli.files.Samples.webp;
import static org.linli.files.Samples.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
    private static final String TYPES = "[Content_Types].xml";

    private final Map<MediaType, byte[]> honest = new EnumMap<>(Map.of(
            MediaType.JPEG, picture("jpg", 3, 2),
            MediaType.PNG, picture("png", 3, 2),
            MediaType.WEBP, webp(),
            MediaType.PDF, pdf(),
            MediaType.DOCX, zip(TYPES, "word/document.xml"),
            MediaType.XLSX, zip("xl/workbook.xml", TYPES)));

    @TempDir
    private Path folder;

    @Test
    void whatIsAnnouncedIsFoundAndNothingElse() throws IOException {
        for (MediaType announced : recognised())
            for (Map.Entry<MediaType, byte[]> sent : honest.entrySet())
                assertThat(is(announced, sent.getValue()))
                        .as(sent.getKey() + " sent as " + announced)
                        .isEqualTo(announced == sent.getKey());
    }

    @Test
    void whatIsNoneOfTheTypesIsNothing() throws IOException {
        byte[] png = picture("png", 3, 2);
        byte[] endless = png.clone();
        ByteBuffer.wrap(endless).putInt(16, 1_000_000).putInt(20, 1_000_000);
        for (byte[] lie : new byte[][] {
            new byte[] {0},
            text("<html><script>alert(1)</script></html>"),
            text("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            picture("gif", 3, 2),
            text("MZ\u0000\u0003"),
            Arrays.copyOf(png, 20),
            Arrays.copyOf(honest.get(MediaType.JPEG), 4),
            endless,
            zip("word/document.xml"),
            zip(TYPES, "other/document.xml"),
            zip(TYPES, "word/document.xml", "word/vbaProject.bin"),
            zip(TYPES, "xl/workbook.xml", "xl/vbaProject.bin"),
            Arrays.copyOf(honest.get(MediaType.DOCX), 200)
        })
            for (MediaType announced : recognised())
                assertThat(is(announced, lie))
                        .as(new String(lie, 0, Math.min(lie.length, 30), StandardCharsets.ISO_8859_1) + " as "
                                + announced)
                        .isFalse();
    }

    /** Those that can be told by what they begin with; a table of text is whatever is text. */
    private static Set<MediaType> recognised() {
        return EnumSet.complementOf(EnumSet.of(MediaType.CSV));
    }

    @Test
    void aTableOfTextHasNothingButText() throws IOException {
        assertThat(is(MediaType.CSV, text("编码,名称\r\n1,\"示例\"\r\n"))).isTrue();
        for (byte[] sent : List.of(new byte[] {0}, picture("png", 3, 2), zip(TYPES, "xl/workbook.xml")))
            assertThat(is(MediaType.CSV, sent)).isFalse();
    }

    @Test
    void aNameSaysWhatTheFileIs() {
        assertThat(MediaType.PDF.named("章程.pdf")).isEqualTo("章程.pdf");
        assertThat(MediaType.PDF.named("Setup.EXE")).isEqualTo("Setup.EXE.pdf");
        assertThat(MediaType.JPEG.named("a.JPG")).isEqualTo("a.JPG");
    }

    private boolean is(MediaType announced, byte[] sent) throws IOException {
        return Content.is(announced, Files.write(folder.resolve("sent"), sent));
    }
}
