package org.linli.merchants;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;

/** How redeeming a service ends. */
public sealed interface RedeemServiceResult {
    record ServiceRedeemed(UUID redemptionId, String verificationCode, OffsetDateTime expiresAt)
            implements RedeemServiceResult {}

    record ServiceSoldOut() implements RedeemServiceResult, Refusal {}

    record ServiceNotOffered(LocalDate validFrom, @Nullable LocalDate validTo)
            implements RedeemServiceResult, Refusal {}
}
