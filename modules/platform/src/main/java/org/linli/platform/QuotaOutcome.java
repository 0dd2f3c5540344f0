package org.linli.platform;

import java.math.BigDecimal;
import java.util.UUID;
import org.linli.live.Refusal;

/** How setting a quota ends. */
sealed interface QuotaOutcome {
    record QuotaGranted(UUID districtId) implements QuotaOutcome {}

    record QuotaRefused(QuotaPart part, BigDecimal least, BigDecimal most) implements QuotaOutcome, Refusal {}
}
