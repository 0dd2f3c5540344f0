package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Refusal;

/** How signing a merchant ends. */
public sealed interface SignMerchantResult {
    record MerchantSigned(UUID merchantId) implements SignMerchantResult {}

    record ContactWithoutAccount() implements SignMerchantResult, Refusal {}
}
