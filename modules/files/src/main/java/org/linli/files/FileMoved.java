package org.linli.files;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A file was asked to be taken, came, or was withdrawn. */
public record FileMoved(
        UUID id,
        @Nullable FileStatus from,
        FileStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "File";
    }
}
