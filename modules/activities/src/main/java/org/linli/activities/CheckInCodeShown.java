package org.linli.activities;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Event;

/** A resident asked for the code that proves attendance; the code itself is nowhere. */
public record CheckInCodeShown(UUID id, OffsetDateTime validUntil) implements Event {
    @Override
    public String type() {
        return "Enrolment";
    }
}
