package org.linli.units;

import org.linli.live.Transitions;

/** How far a volunteer's part in a shift is. */
public enum SignUpStatus {
    SIGNED_UP,
    CHECKED_IN,
    CHECKED_OUT,
    HOURS_VERIFIED,
    REJECTED;

    static final Transitions<SignUpStatus> LIFE = Transitions.of(SignUpStatus.class)
            .step(SIGNED_UP, CHECKED_IN)
            .step(CHECKED_IN, CHECKED_OUT)
            .step(CHECKED_OUT, HOURS_VERIFIED, REJECTED);
}
