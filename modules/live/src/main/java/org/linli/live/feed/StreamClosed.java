package org.linli.live.feed;

import java.util.UUID;
import org.linli.live.Event;

/** Somebody has a stream end: each node reads this in the log, and the one that has it ends it. */
public record StreamClosed(UUID id) implements Event {
    @Override
    public String type() {
        return "Stream";
    }
}
