package org.linli.platform;

import java.util.UUID;
import org.linli.live.Event;

/** Something is in the way of putting right what was found. */
record DirectoryDriftHindered(UUID id, OnboardingObstacle obstacle) implements Event {
    @Override
    public String type() {
        return "DirectoryDrift";
    }
}
