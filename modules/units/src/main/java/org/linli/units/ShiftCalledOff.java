package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A shift was called off, and with it all parts in it. */
public record ShiftCalledOff(UUID id, UUID projectId, String reason) implements Event {
    @Override
    public String type() {
        return "Shift";
    }
}
