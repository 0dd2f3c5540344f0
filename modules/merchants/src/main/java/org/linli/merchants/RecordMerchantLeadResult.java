package org.linli.merchants;

import java.util.UUID;
import org.linli.live.Refusal;

/** How recording a lead ends. */
public sealed interface RecordMerchantLeadResult {
    record MerchantRecorded(UUID merchantId) implements RecordMerchantLeadResult {}

    /** @param status of the grid */
    record GridClosed(String status) implements RecordMerchantLeadResult, Refusal {}
}
