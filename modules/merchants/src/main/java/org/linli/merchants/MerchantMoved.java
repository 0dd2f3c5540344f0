package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A merchant came a step further into the alliance, or out of it. */
public record MerchantMoved(
        UUID id,
        @Nullable MerchantStatus from,
        MerchantStatus to,
        @Nullable String reason) implements Event {
    @Override
    public String type() {
        return "Merchant";
    }
}
