package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A service was written, handed in or sent back: what happens before it stands in the catalogue. */
public record ServicePrepared(
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
