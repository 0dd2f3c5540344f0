package org.linli.territory;

import org.linli.live.Transitions;

/** How far a duty is in its life. Its end is a day, not a state. */
public enum DutyStatus {
    PROPOSED,
    CONFIRMED,
    WITHDRAWN;

    static final Transitions<DutyStatus> LIFE = Transitions.of(DutyStatus.class)
            .step(PROPOSED, CONFIRMED, WITHDRAWN)
            .step(CONFIRMED, WITHDRAWN);
}
