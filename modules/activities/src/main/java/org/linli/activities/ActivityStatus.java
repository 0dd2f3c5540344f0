package org.linli.activities;

import org.linli.live.Transitions;

/** How far an activity is in its life. */
public enum ActivityStatus {
    DRAFT,
    SUBMITTED,
    APPROVED,
    RETURNED,
    PUBLISHED,
    ENROLLING,
    RUNNING,
    ENDED,
    REPORTED,
    ARCHIVED,
    CANCELLED;

    static final Transitions<ActivityStatus> LIFE = Transitions.of(ActivityStatus.class)
            .step(DRAFT, SUBMITTED, CANCELLED)
            .step(SUBMITTED, APPROVED, RETURNED, CANCELLED)
            .step(RETURNED, SUBMITTED, CANCELLED)
            .step(APPROVED, PUBLISHED, CANCELLED)
            .step(PUBLISHED, ENROLLING, RUNNING, CANCELLED)
            .step(ENROLLING, RUNNING, CANCELLED)
            .step(RUNNING, ENDED, CANCELLED)
            .step(ENDED, REPORTED)
            .step(REPORTED, ARCHIVED);

    /** Whether it is not known to anybody but those who run it and judge it. */
    boolean inPreparation() {
        return compareTo(PUBLISHED) < 0;
    }
}
