package org.linli.merchants;

import org.linli.live.Transitions;

/** How far a redemption is. */
public enum RedemptionStatus {
    RESERVED,
    CODE_ISSUED,
    VERIFIED,
    DONE,
    RATED,
    EXPIRED,
    CANCELLED;

    static final Transitions<RedemptionStatus> LIFE = Transitions.of(RedemptionStatus.class)
            .step(RESERVED, CODE_ISSUED)
            .step(CODE_ISSUED, VERIFIED, EXPIRED, CANCELLED)
            .step(VERIFIED, DONE)
            .step(DONE, RATED);
}
