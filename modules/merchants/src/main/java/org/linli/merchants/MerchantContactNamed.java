package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Event;

/** Somebody answers for a merchant from now on; whose account it is stands in the merchant. */
record MerchantContactNamed(UUID id) implements Event {
    @Override
    public String type() {
        return "Merchant";
    }
}
