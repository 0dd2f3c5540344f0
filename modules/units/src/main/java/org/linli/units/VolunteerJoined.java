package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A resident volunteers; why, as for a party member's service, it does not tell. */
public record VolunteerJoined(UUID id) implements Event {
    @Override
    public String type() {
        return "Volunteer";
    }
}
