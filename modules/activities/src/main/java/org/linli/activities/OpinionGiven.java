package org.linli.activities;

import java.util.UUID;
import org.linli.live.Event;

/** Somebody who was there said what they think; the author stands in the opinion itself. */
public record OpinionGiven(UUID id, UUID evaluationId, int score) implements Event {
    @Override
    public String type() {
        return "Activity";
    }

    @Override
    public boolean anonymous() {
        return true;
    }
}
