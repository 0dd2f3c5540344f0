package org.linli.activities;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** An activity was published, went on in its life, or was called off. */
public record ActivityMoved(
        UUID id,
        ActivityStatus from,
        ActivityStatus to,
        int version,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "Activity";
    }
}
