package org.linli.units;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A pairing began, or went on in its life. */
public record PairingMoved(
        UUID id,
        UUID unitId,
        UUID compoundId,
        @Nullable PairingStatus from,
        PairingStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "Pairing";
    }
}
