package org.linli.staff;

import org.linli.live.Transitions;

/** How far the account of a person is. */
public enum StaffStatus {
    INVITED,
    CONNECTED,
    FAILED;

    static final Transitions<StaffStatus> LIFE = Transitions.of(StaffStatus.class)
            .step(INVITED, INVITED, CONNECTED, FAILED)
            .step(FAILED, INVITED);
}
