package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Event;

/** A merchant was visited; the first visit makes a lead more than that. */
public record MerchantVisited(UUID id, UUID visitId, MerchantStatus from, MerchantStatus to) implements Event {
    @Override
    public String type() {
        return "Merchant";
    }
}
