package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** Somebody on a shift told what came of it; the words, and whose they are, stand in the outcome itself. */
public record ShiftOutcomeNoted(UUID id, UUID shiftId) implements Event {
    @Override
    public String type() {
        return "ShiftOutcome";
    }

    @Override
    public boolean anonymous() {
        return true;
    }
}
