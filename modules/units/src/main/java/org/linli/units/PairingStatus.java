package org.linli.units;

import org.linli.live.Transitions;

/** How far a pairing is. */
public enum PairingStatus {
    INVITED,
    APPLIED,
    APPROVED,
    PAIRED,
    REVIEWED,
    RENEWED,
    ENDED;

    static final Transitions<PairingStatus> LIFE = Transitions.of(PairingStatus.class)
            .step(INVITED, APPLIED, ENDED)
            .step(APPLIED, APPROVED, ENDED)
            .step(APPROVED, PAIRED, ENDED)
            .step(PAIRED, REVIEWED, ENDED)
            .step(REVIEWED, RENEWED, ENDED)
            .step(RENEWED, REVIEWED, ENDED);

    /** Whether the unit answers for the compound. */
    boolean inForce() {
        return this == PAIRED || this == REVIEWED || this == RENEWED;
    }
}
