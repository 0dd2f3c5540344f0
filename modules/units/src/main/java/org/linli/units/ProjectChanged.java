package org.linli.units;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A project was opened, or closed. */
public record ProjectChanged(UUID id, @Nullable LocalDate endsOn) implements Event {
    @Override
    public String type() {
        return "Project";
    }
}
