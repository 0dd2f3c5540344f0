package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** The district gave a unit points. */
record UnitRewarded(UUID id, UUID postingId, int points) implements Event {
    @Override
    public String type() {
        return "Unit";
    }
}
