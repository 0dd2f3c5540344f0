package org.linli.units;

import org.linli.live.Transitions;

/** How far a service registration is. */
public enum MemberStatus {
    FILED,
    UNIT_CONFIRMED,
    COMMUNITY_ACCEPTED,
    ACTIVE,
    REVIEWED,
    TRANSFERRED,
    ENDED;

    static final Transitions<MemberStatus> LIFE = Transitions.of(MemberStatus.class)
            .step(FILED, UNIT_CONFIRMED, ENDED)
            .step(UNIT_CONFIRMED, COMMUNITY_ACCEPTED, ENDED)
            .step(COMMUNITY_ACCEPTED, ACTIVE, TRANSFERRED, ENDED)
            .step(ACTIVE, REVIEWED, TRANSFERRED, ENDED)
            .step(REVIEWED, REVIEWED, TRANSFERRED, ENDED);
}
