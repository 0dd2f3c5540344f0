package org.linli.units;

import java.time.LocalDate;
import java.util.UUID;
import org.linli.live.Event;

/** A set of rules got a new edition. */
public record RulePublished(UUID id, UUID editionId, int number, LocalDate effectiveFrom) implements Event {
    @Override
    public String type() {
        return "RuleSet";
    }
}
