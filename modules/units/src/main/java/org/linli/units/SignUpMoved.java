package org.linli.units;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A volunteer signed up for a shift, came, went, or had the hours judged. */
public record SignUpMoved(
        UUID id,
        UUID shiftId,
        @Nullable SignUpStatus from,
        SignUpStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "ShiftSignUp";
    }
}
