package org.linli.staff;

import org.linli.live.Transitions;

/** How far the giving of a role is in its life. */
public enum RoleGrantStatus {
    PROPOSED,
    GIVEN,
    DECLINED,
    WITHDRAWN;

    static final Transitions<RoleGrantStatus> LIFE = Transitions.of(RoleGrantStatus.class)
            .step(PROPOSED, GIVEN, DECLINED, WITHDRAWN)
            .step(GIVEN, WITHDRAWN);
}
