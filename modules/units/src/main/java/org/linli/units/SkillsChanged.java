package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A volunteer told anew what the person can do. */
public record SkillsChanged(UUID id, int skills) implements Event {
    @Override
    public String type() {
        return "Volunteer";
    }
}
