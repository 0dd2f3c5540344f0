package org.linli.points;

import org.linli.live.Transitions;

/** How far a movement of points is. */
public enum PointsPostingStatus {
    HELD,
    POSTED,
    REVERSED;

    static final Transitions<PointsPostingStatus> LIFE = Transitions.of(PointsPostingStatus.class)
            .step(HELD, POSTED, REVERSED)
            .step(POSTED, REVERSED);
}
