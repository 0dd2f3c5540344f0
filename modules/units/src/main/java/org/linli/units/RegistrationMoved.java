package org.linli.units;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A service registration was filed, or went on in its life. */
public record RegistrationMoved(
        UUID id,
        @Nullable MemberStatus from,
        MemberStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "ServingMember";
    }
}
