package org.linli.platform;

import org.linli.live.Transitions;

/** How far a district is on its way to another cell: what the last step that is done has brought about. */
enum MoveStatus {
    REQUESTED,
    FROZEN,
    COPIED,
    VERIFIED,
    SWITCHED,
    THAWED,
    DONE,
    CANCELLED;

    static final Transitions<MoveStatus> LIFE = Transitions.of(MoveStatus.class)
            .step(REQUESTED, FROZEN, CANCELLED)
            .step(FROZEN, COPIED, REQUESTED, CANCELLED)
            .step(COPIED, VERIFIED, REQUESTED, CANCELLED)
            .step(VERIFIED, SWITCHED, REQUESTED, CANCELLED)
            .step(SWITCHED, THAWED)
            .step(THAWED, DONE);

    /** Whether the district does not live in the other cell yet, so that all can be as it was. */
    boolean reversible() {
        return LIFE.allows(this, CANCELLED);
    }
}
