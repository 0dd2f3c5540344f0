package org.linli.merchants;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Event;

/** A redemption came a step further. The log does not know its code. */
public record RedemptionMoved(
        UUID id,
        UUID serviceId,
        UUID merchantId,
        @Nullable RedemptionStatus from,
        RedemptionStatus to,
        @Nullable String reason)
        implements Event {
    @Override
    public String type() {
        return "Redemption";
    }
}
