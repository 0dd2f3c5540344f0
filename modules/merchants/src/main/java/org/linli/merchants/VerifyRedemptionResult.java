package org.linli.merchants;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.linli.live.Refusal;

/** How verifying a code ends. */
public sealed interface VerifyRedemptionResult {
    record RedemptionVerified(UUID redemptionId) implements VerifyRedemptionResult {}

    record WrongCode() implements VerifyRedemptionResult, Refusal {}

    record RedemptionAlreadyVerified(UUID redemptionId, OffsetDateTime verifiedAt)
            implements VerifyRedemptionResult, Refusal {}

    record RedemptionExpired(UUID redemptionId, OffsetDateTime expiredAt) implements VerifyRedemptionResult, Refusal {}
}
