package org.linli.imports;

import org.linli.files.MediaType;

/** What a file can be. */
public enum ImportFormat {
    XLSX(MediaType.XLSX),
    CSV(MediaType.CSV);

    private final MediaType mediaType;

    ImportFormat(MediaType mediaType) {
        this.mediaType = mediaType;
    }

    public MediaType mediaType() {
        return mediaType;
    }
}
