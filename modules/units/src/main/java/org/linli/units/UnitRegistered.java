package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A unit is known to the alliance of its street. */
public record UnitRegistered(UUID id, UUID streetId) implements Event {
    @Override
    public String type() {
        return "Unit";
    }
}
