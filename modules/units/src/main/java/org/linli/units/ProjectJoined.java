package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A unit takes part in a project. */
public record ProjectJoined(UUID id, UUID unitId) implements Event {
    @Override
    public String type() {
        return "Project";
    }
}
