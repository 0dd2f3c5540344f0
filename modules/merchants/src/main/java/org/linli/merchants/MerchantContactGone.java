package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Event;

/** Who answered for a merchant was erased: nobody does until somebody else is named. */
record MerchantContactGone(UUID id) implements Event {
    @Override
    public String type() {
        return "Merchant";
    }
}
