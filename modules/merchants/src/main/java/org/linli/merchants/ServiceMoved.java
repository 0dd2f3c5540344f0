package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A service was written, or came a step further into the catalogue or out of it. */
public record ServiceMoved(
        UUID id,
        UUID merchantId,
        @Nullable ServiceStatus from,
        ServiceStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "MerchantService";
    }
}
