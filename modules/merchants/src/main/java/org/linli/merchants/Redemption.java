package org.linli.merchants;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.merchants.VerifyRedemptionResult.RedemptionAlreadyVerified;
import org.linli.merchants.VerifyRedemptionResult.RedemptionExpired;
import org.linli.schema.Role;

/** What the rules need of a redemption. */
record Redemption(
        UUID id,
        UUID serviceId,
        UUID merchantId,
        UUID residentId,
        UUID postingId,
        RedemptionStatus status,
        OffsetDateTime expiresAt,
        @Nullable OffsetDateTime verifiedAt) {

    boolean isTheCallers(Work work) {
        return work.owns(residentId, Role.RESIDENT);
    }

    /** @throws Refused unless its code is good now */
    Redemption verifiable(Work work) {
        if (verifiedAt != null) throw new Refused(new RedemptionAlreadyVerified(id, verifiedAt));
        boolean late = status == RedemptionStatus.CODE_ISSUED && !work.now().isBefore(expiresAt);
        if (late || status == RedemptionStatus.EXPIRED) throw new Refused(new RedemptionExpired(id, expiresAt));
        mayBecome(RedemptionStatus.VERIFIED);
        return this;
    }

    Redemption mayBecome(RedemptionStatus to) {
        RedemptionStatus.LIFE.check(status, to);
        return this;
    }
}
