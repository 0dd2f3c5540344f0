package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** The alliance of a street wants rules on something. */
public record RuleSetOpened(UUID id, UUID streetId) implements Event {
    @Override
    public String type() {
        return "RuleSet";
    }
}
