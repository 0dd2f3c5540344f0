package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** A unit took note of an edition of rules. */
public record EditionAcknowledged(UUID id, UUID editionId, UUID unitId) implements Event {
    @Override
    public String type() {
        return "RuleAcknowledgement";
    }
}
