package org.linli.units;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A shift was opened, got its teacher, or lost the one it had. */
public record ShiftChanged(
        UUID id, UUID projectId, @Nullable UUID teacherId) implements Event {
    @Override
    public String type() {
        return "Shift";
    }
}
