package org.linli.activities;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** An activity was written, handed in, approved or sent back: what happens before anybody else learns of it. */
public record ActivityPrepared(
        UUID id,
        @Nullable ActivityStatus from,
        ActivityStatus to,
        int version,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "Activity";
    }
}
