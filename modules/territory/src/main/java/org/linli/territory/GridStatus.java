package org.linli.territory;

import org.linli.live.Transitions;

/** How far a grid is in its life. */
public enum GridStatus {
    PLANNED,
    ACTIVE,
    SPLIT,
    MERGED,
    RETIRED;

    static final Transitions<GridStatus> LIFE = Transitions.of(GridStatus.class)
            .step(PLANNED, ACTIVE, RETIRED)
            .step(ACTIVE, SPLIT, MERGED, RETIRED)
            .step(SPLIT, RETIRED)
            .step(MERGED, RETIRED);

    /** Whether it is at work no more. */
    boolean over() {
        return compareTo(ACTIVE) > 0;
    }
}
