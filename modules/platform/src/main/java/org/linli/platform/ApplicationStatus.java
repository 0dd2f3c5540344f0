package org.linli.platform;

import org.linli.live.Transitions;

/** Where an application stands. */
enum ApplicationStatus {
    SUBMITTED,
    CONFIRMED,
    OPENED,
    DECLINED;

    static final Transitions<ApplicationStatus> LIFE = Transitions.of(ApplicationStatus.class)
            .step(SUBMITTED, CONFIRMED)
            .step(CONFIRMED, OPENED, DECLINED)
            .step(OPENED, CONFIRMED);
}
