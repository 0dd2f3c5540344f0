package org.linli.units;

import org.linli.live.Transitions;

/** How far a volunteer's part in a shift is. */
public enum SignUpStatus {
    SIGNED_UP,
    CHECKED_IN,
    CHECKED_OUT,
    HOURS_VERIFIED,
    REJECTED,
    REWARDED,
    CANCELLED;

    static final Transitions<SignUpStatus> LIFE = Transitions.of(SignUpStatus.class)
            .step(SIGNED_UP, CHECKED_IN, CANCELLED)
            .step(CHECKED_IN, CHECKED_OUT, CANCELLED)
            .step(CHECKED_OUT, HOURS_VERIFIED, REJECTED)
            .step(HOURS_VERIFIED, REWARDED, REJECTED)
            .step(REWARDED, REJECTED);
}
