package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Event;

/** The grid in which a merchant trades was divided or joined with others. */
record MerchantRegrouped(UUID id, UUID fromGrid, UUID toGrid) implements Event {
    @Override
    public String type() {
        return "Merchant";
    }
}
