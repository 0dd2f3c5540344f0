package org.linli.schema.engine;

import java.nio.charset.StandardCharsets;

/** JSON as PostgreSQL wrote it, handed on unread. */
public final class RawJson {
    private final byte[] bytes;

    public RawJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, in UTF-8; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
