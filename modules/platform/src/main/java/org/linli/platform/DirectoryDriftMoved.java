package org.linli.platform;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A difference was found, or is there no more. */
record DirectoryDriftMoved(
        UUID id, DirectoryDriftKind difference, @Nullable DirectoryDriftStatus from, DirectoryDriftStatus to)
        implements Event {
    @Override
    public String type() {
        return "DirectoryDrift";
    }
}
