package org.linli.files;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file may be. */
public enum MediaType {
    JPEG("image/jpeg", "jpg", 10, null),
    PNG("image/png", "png", 10, null),
    WEBP("image/webp", "webp", 10, null),
    PDF("application/pdf", "pdf", 20, null),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", 20, "word/document.xml"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", 20, "xl/workbook.xml"),
    CSV("text/csv", "csv", 20, null);

    private static final int MEBIBYTE = 1024 * 1024;

    private final String name;
    private final String extension;
    private final int most;
    private final @Nullable String mainPart;

    MediaType(String name, String extension, int mebibytes, @Nullable String mainPart) {
        this.name = name;
        this.extension = extension;
        this.most = mebibytes * MEBIBYTE;
        this.mainPart = mainPart;
    }

    /** As HTTP names it. */
    public String mediaType() {
        return name;
    }

    public boolean picture() {
        return name.startsWith("image/");
    }

    /** The name under which a file of this type is given out: one that says what it is. */
    public String named(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("." + extension) ? name : name + "." + extension;
    }

    /** The largest size, in bytes. */
    public int most() {
        return most;
    }

    /** What a package of Office Open XML (ECMA-376 part 2) of this type has in it; null where it is none. */
    @Nullable
    String mainPart() {
        return mainPart;
    }
}
