package org.linli.merchants;

import java.time.LocalDate;
import java.util.UUID;
import org.linli.live.Refusal;

/** How recording a visit ends. */
public sealed interface RecordMerchantVisitResult {
    record MerchantVisitRecorded(UUID visitId) implements RecordMerchantVisitResult {}

    /** @param today in the district */
    record VisitInFuture(LocalDate today) implements RecordMerchantVisitResult, Refusal {}
}
