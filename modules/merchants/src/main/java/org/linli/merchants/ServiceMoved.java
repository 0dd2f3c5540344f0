package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A service came into the catalogue, was sold out, paused or restocked, or went out of it. */
public record ServiceMoved(
        UUID id,
        UUID merchantId,
        ServiceStatus from,
        ServiceStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "MerchantService";
    }
}
