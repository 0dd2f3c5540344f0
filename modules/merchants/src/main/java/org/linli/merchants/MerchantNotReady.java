package org.linli.merchants;

import org.linli.live.Refusal;
import org.linli.live.Refused;

/** The merchant is not so far, or no longer, that this could be done. */
public record MerchantNotReady(MerchantStatus status) implements Refusal {
    /** @throws Refused unless it is so */
    static void unless(boolean ready, Merchant merchant) {
        if (!ready) throw new Refused(new MerchantNotReady(merchant.status()));
    }
}
