package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** The volunteer was erased as a resident; what was done stays, without a name. */
record VolunteerForgotten(UUID id) implements Event {
    @Override
    public String type() {
        return "Volunteer";
    }
}
