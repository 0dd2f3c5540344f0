package org.linli.merchants;

import org.linli.live.Transitions;

/** How far a merchant is on the way into the alliance. */
public enum MerchantStatus {
    LEAD,
    VISITED,
    SIGNED,
    VERIFIED,
    ACTIVE,
    SUSPENDED,
    EXITED;

    static final Transitions<MerchantStatus> LIFE = Transitions.of(MerchantStatus.class)
            .step(LEAD, VISITED)
            .step(VISITED, SIGNED)
            .step(SIGNED, VERIFIED, EXITED)
            .step(VERIFIED, ACTIVE, EXITED)
            .step(ACTIVE, SUSPENDED, EXITED)
            .step(SUSPENDED, ACTIVE, EXITED);

    /** Whether everybody sees the merchant, and residents can redeem there. */
    boolean takesPart() {
        return this == SIGNED || this == VERIFIED || this == ACTIVE;
    }

    /** Whether the licence was checked and nothing was held against the merchant since. */
    boolean verified() {
        return this == VERIFIED || this == ACTIVE;
    }
}
